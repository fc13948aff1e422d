import { jsonTokens } from './jsonTokens';
import { mistake, type Mistake } from './mistake';

/** A text that may have been changed since it was typed, and the way back. */
interface JsonText {
  readonly text: string;
  /** Where in the text as it was typed a place of this text stands. */
  readonly placeBefore: (at: number) => number;
}

/**
 * Says where a text stops being JSON (RFC 8259), by line and column, if it does.
 *
 * @param typed as it was typed
 * @param json what will be sent of it
 */
export function jsonMistake(typed: string, json: JsonText): Mistake | undefined {
  try {
    JSON.parse(json.text);
    return undefined;
  } catch {
    return locate(typed, json);
  }
}

/** `JSON.parse` does not say everywhere where the mistake is, and in the words of its engine. */
function locate(typed: string, { text, placeBefore }: JsonText): Mistake {
  if (typed.trim() === '') return mistake('There is no JSON yet. Type a value.');
  const first = firstMistake(text);
  if (!first) return mistake('This is not valid JSON. Correct it, or send it as text.');
  const at = placeBefore(first.at);
  const before = typed.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return mistake(
    `This is not valid JSON: ${first.expected} expected at ${place}. Correct it, or send it as text.`,
    at,
  );
}

type Wants = 'value' | 'valueOrClose' | 'name' | 'nameOrClose' | 'colon' | 'commaOrClose' | 'end';

/** What a value makes the next token have to be; `undefined` where a value cannot stand. */
const afterValue: Partial<Record<Wants, 'colon' | 'more'>> = {
  value: 'more',
  valueOrClose: 'more',
  name: 'colon',
  nameOrClose: 'colon',
};

/** Where the text stops following the grammar (RFC 8259 §2 to §5), and what should stand there. */
function firstMistake(text: string): { at: number; expected: string } | undefined {
  const open: string[] = [];
  let wants: Wants = 'value';
  const more = (): Wants => (open.length > 0 ? 'commaOrClose' : 'end');
  for (const { kind, start } of jsonTokens(text)) {
    const character = text.charAt(start);
    const inObject = open.at(-1) === '{';
    const isName = wants === 'name' || wants === 'nameOrClose';
    let next: Wants | undefined;
    if (kind === 'value' && afterValue[wants] && (!isName || character === '"')) {
      next = afterValue[wants] === 'colon' ? 'colon' : more();
    } else if (kind === 'open' && afterValue[wants] === 'more') {
      open.push(character);
      next = character === '{' ? 'nameOrClose' : 'valueOrClose';
    } else if (kind === 'close' && wants.endsWith('Close') && inObject === (character === '}')) {
      open.pop();
      next = more();
    } else if (kind === 'colon' && wants === 'colon') {
      next = 'value';
    } else if (kind === 'comma' && wants === 'commaOrClose') {
      next = inObject ? 'name' : 'value';
    }
    if (!next) return { at: start, expected: expectedText(wants, inObject) };
    wants = next;
  }
  return wants === 'end'
    ? undefined
    : { at: text.length, expected: expectedText(wants, open.at(-1) === '{') };
}

function expectedText(wants: Wants, inObject: boolean): string {
  switch (wants) {
    case 'value':
      return 'a value';
    case 'valueOrClose':
      return 'a value or "]"';
    case 'name':
      return 'a name in double quotes';
    case 'nameOrClose':
      return 'a name in double quotes or "}"';
    case 'colon':
      return '":"';
    case 'commaOrClose':
      return inObject ? '"," or "}"' : '"," or "]"';
    case 'end':
      return 'the end';
  }
}
