/** Where a text stops being JSON, and what should stand there. */
export interface JsonFault {
  /** UTF-16 units from its beginning. */
  readonly at: number;
  /** In words that a place follows: `a comma or } is expected`. */
  readonly words: string;
}

/** What may come next. */
type State =
  'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'end of text';

const space = /[\t\n\r ]*/y;
/** Characters of a string but quote, backslash and controls. */
const plain = /[ !#-[\]-\uffff]*/y;
/** One escape; a repeated group would take the stack that a string of millions of them needs. */
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/**
 * The first place at which a text is not JSON (RFC 8259); `undefined` if all of it is. However deep
 * it nests, it is read in one loop and in time that its length bounds.
 */
export function jsonFault(text: string): JsonFault | undefined {
  /** The ends of what is open, the innermost last. */
  const ends: ('}' | ']')[] = [];
  let state: State = 'value';
  for (let at = endOf(space, text, 0); ; at = endOf(space, text, at)) {
    const character = text[at];
    const end = ends.at(-1);
    if (state === 'end of text') {
      return character === undefined ? undefined : { at, words: expected(state, end) };
    }
    const isKey: boolean = state === 'key' || state === 'key or end';
    const closes = state === 'value or end' || state === 'key or end' || state === 'comma or end';
    if (closes && character !== undefined && character === end) {
      ends.pop();
      at++;
      state = afterValue(ends);
    } else if (state === 'colon' || state === 'comma or end') {
      if (character !== (state === 'colon' ? ':' : ',')) return { at, words: expected(state, end) };
      at++;
      state = state === 'comma or end' && end === '}' ? 'key' : 'value';
    } else if (character === '"') {
      at = endOfString(text, at + 1);
      if (text[at] !== '"') return { at, words: stringFault(text[at]) };
      at++;
      state = isKey ? 'colon' : afterValue(ends);
    } else if (isKey) {
      return { at, words: expected(state, end) };
    } else if (character === '{' || character === '[') {
      ends.push(character === '{' ? '}' : ']');
      at++;
      state = character === '{' ? 'key or end' : 'value or end';
    } else {
      const stop = endOf(scalar, text, at);
      if (stop === at) return { at, words: expected(state, end) };
      at = stop;
      state = afterValue(ends);
    }
  }
}

function afterValue(ends: readonly string[]): State {
  return ends.length === 0 ? 'end of text' : 'comma or end';
}

/** The end of the characters and escapes of a string as far as they are right. */
function endOfString(text: string, start: number): number {
  for (let at = endOf(plain, text, start); ;) {
    const escaped = endOf(escape, text, at);
    if (escaped === at) return at;
    at = endOf(plain, text, escaped);
  }
}

/** Where a match that begins at a place ends; the place itself if there is none. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

function stringFault(character: string | undefined): string {
  if (character === undefined) return 'a string does not end';
  if (character === '\\') return 'there is no such escape';
  return 'a control character or line break in a string must be escaped';
}

function expected(state: State, end: string | undefined): string {
  switch (state) {
    case 'key':
      return 'a key in double quotes is expected';
    case 'key or end':
      return 'a key in double quotes or } is expected';
    case 'colon':
      return 'a colon is expected';
    case 'comma or end':
      return `a comma or ${end ?? ''} is expected`;
    case 'value or end':
      return 'a value or ] is expected';
    case 'value':
      return 'a value is expected';
    case 'end of text':
      return 'the text should end';
  }
}
