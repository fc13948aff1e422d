import { fieldOf, fields } from './fields';
import type {
  FilterMistake,
  FilterNode,
  FilterTerm,
  JsonScalar,
  JsonTest,
  TextSpan,
} from './filterNode';
import { parseJsonPath } from './jsonPath';
import { Scanner, type Token } from './scanner';

/** Longest filter, in UTF-16 units. */
export const longestFilter = 10_000;
/** How deep parentheses and `not` may be nested. */
export const deepestFilter = 200;

export interface ParsedFilter {
  /** `undefined` if nothing is asked, so that every row matches. */
  readonly node: FilterNode | undefined;
  /** In the order of the text. A part with a mistake is left out, unless its message says more. */
  readonly mistakes: readonly FilterMistake[];
}

/**
 * Reads the filter language. Any text can be read: what is wrong is told and left out.
 *
 *     filter = and { "or" and }
 *     and    = not { [ "and" ] not }
 *     not    = { "not" } ( term | "(" filter ")" )
 */
export function parseFilter(text: string): ParsedFilter {
  if (text.length <= longestFilter) return new Parser(text).parse();
  const message =
    `A filter can have ${longestFilter} characters; this one has ${text.length}. ` +
    'It is not applied. Shorten it.';
  return { node: undefined, mistakes: [{ from: longestFilter, to: text.length, message }] };
}

class Parser {
  private readonly scanner: Scanner;
  private readonly mistakes: FilterMistake[] = [];
  private token: Token;
  private depth = 0;
  private tooDeep = false;

  constructor(private readonly text: string) {
    this.scanner = new Scanner(text);
    this.token = this.scanner.next();
  }

  parse(): ParsedFilter {
    const nodes: FilterNode[] = [];
    while (this.token.kind !== 'end') {
      const node = this.or();
      if (node) nodes.push(node);
      if (this.token.kind === ')') this.leaveOut('There is no "(" for this ")". Remove it.');
    }
    const node = joined('and', nodes);
    return { node, mistakes: this.mistakes.toSorted((a, b) => a.from - b.from) };
  }

  private or(): FilterNode | undefined {
    const first = this.operand(() => this.and());
    const nodes = [first.node];
    while (this.isWord('or')) {
      const operator = this.take();
      const next = this.operand(() => this.and());
      if (!next.isThere || !first.isThere) this.lonely(operator);
      nodes.push(next.node);
    }
    return joined('or', present(nodes));
  }

  private and(): FilterNode | undefined {
    const nodes: (FilterNode | undefined)[] = [];
    let hasOperand = false;
    while (this.token.kind !== 'end' && this.token.kind !== ')' && !this.isWord('or')) {
      const operator = this.isWord('and') ? this.take() : undefined;
      const { node, isThere } = this.operand(() => this.not());
      if (operator && (!isThere || !hasOperand)) this.lonely(operator);
      hasOperand ||= isThere;
      nodes.push(node);
    }
    return joined('and', present(nodes));
  }

  /** What an operator joins. One that is there but mistaken has been told of already. */
  private operand(read: () => FilterNode | undefined): {
    readonly node: FilterNode | undefined;
    readonly isThere: boolean;
  } {
    const { length } = this.mistakes;
    const node = read();
    return { node, isThere: node !== undefined || this.mistakes.length > length };
  }

  private not(): FilterNode | undefined {
    if (!this.isWord('not')) return this.primary();
    const operator = this.take();
    const { node, isThere } = this.operand(() => this.nested(operator, () => this.not()));
    if (node) return { kind: 'not', node, from: operator.from, to: node.to };
    if (!isThere) this.lonely(operator);
    return undefined;
  }

  private primary(): FilterNode | undefined {
    const { token } = this;
    if (token.kind === 'end' || token.kind === ')') return undefined;
    if (token.kind === '(') return this.group();
    if (this.isWord('and') || this.isWord('or')) return undefined;
    const term = this.term(token);
    this.token = this.scanner.next();
    return term && { ...term.term, from: term.from, to: term.to };
  }

  private group(): FilterNode | undefined {
    const open = this.take();
    const node = this.nested(open, () => this.or());
    if (this.token.kind === ')') this.take();
    else if (!this.tooDeep) this.mistake(open, 'The ")" for this "(" is missing. Add it.');
    return node;
  }

  /** Goes one level deeper, or over everything that lies too deep. */
  private nested(at: TextSpan, read: () => FilterNode | undefined): FilterNode | undefined {
    if (this.depth < deepestFilter) {
      this.depth++;
      const node = read();
      this.depth--;
      return node;
    }
    this.mistake(
      { from: at.from, to: at.from + 1 },
      `From here on this is nested more than ${deepestFilter} levels deep. It is left out. Flatten it.`,
    );
    this.tooDeep = true;
    while (this.token.kind !== 'end') this.take();
    return undefined;
  }

  private term(token: Token): ({ term: FilterTerm } & TextSpan) | undefined {
    const at = { from: token.from, to: token.to };
    switch (token.kind) {
      case 'quoted':
        if (!token.closed) this.mistake(at, 'The closing quote is missing. Add it.');
        return token.text === '' ? undefined : { term: textTerm(token.text, true), ...at };
      case 'word':
        return this.word(token.text, at);
      case 'pattern':
        return this.pattern(token);
      case 'path': {
        const term = this.json(token);
        return term && { term, ...at };
      }
      case '(':
      case ')':
      case 'end':
        return undefined;
    }
  }

  private word(text: string, at: TextSpan): ({ term: FilterTerm } & TextSpan) | undefined {
    if (/^\/./.test(text)) {
      this.mistake(
        at,
        'This is no regular expression /…/flags of up to 1,000 characters. It is searched as it stands.',
      );
      return { term: textTerm(text, true), ...at };
    }
    const name = fieldOf(text);
    const field = name === undefined ? undefined : fields[name];
    if (!field) return { term: textTerm(text, false), ...at };
    const value = text.slice(text.indexOf(':') + 1);
    const parsed = field.parse(value);
    if (parsed.ok) return { term: parsed.term, ...at };
    this.mistake(
      at,
      value === '' ? `Say what after ${name}:. ${example(name ?? '')}` : parsed.message,
    );
    return undefined;
  }

  /** What is no valid regular expression is searched for as it stands. */
  private pattern(token: Extract<Token, { kind: 'pattern' }>) {
    const { source, flags, from, to } = token;
    const problem = patternProblem(source, flags);
    if (problem === undefined) {
      const term: FilterTerm = { kind: 'pattern', source, flags };
      return { term, from, to };
    }
    const at = { from, to };
    this.mistake(at, `${problem} It is searched as it stands.`);
    return { term: textTerm(this.text.slice(from, to), true), ...at };
  }

  private json(token: Extract<Token, { kind: 'path' }>): FilterTerm | undefined {
    const { path: text, operator, value } = token;
    const path = parseJsonPath(text);
    if (!path) {
      this.mistake(token, 'A path reads $.key, $["a key"] or $[0]. Complete it.');
      return undefined;
    }
    if (operator === '') return { kind: 'json', path, test: { operator: 'exists' } };
    const test = value && this.jsonTest(operator, value);
    if (test) return { kind: 'json', path, test };
    if (!value)
      this.mistake(token, `There is nothing to compare with after ${operator}. Add a value.`);
    return undefined;
  }

  private jsonTest(operator: string, value: Token): JsonTest | undefined {
    if (operator === '=~') {
      const { source, flags } = value.kind === 'pattern' ? value : { source: undefined, flags: '' };
      const problem =
        source === undefined ? '=~ takes a /regular expression/.' : patternProblem(source, flags);
      if (source !== undefined && problem === undefined) return { operator, source, flags };
      this.mistake(value, `${problem} Correct it.`);
      return undefined;
    }
    if (operator === '=') {
      this.mistake(value, 'Use == to compare.');
      return undefined;
    }
    return { operator: operator as '==', value: scalarOf(value) };
  }

  private lonely(operator: Token): void {
    const word = operator.kind === 'word' ? operator.text : '';
    this.mistake(
      operator,
      `"${word}" needs something to ${word === 'not' ? 'negate' : 'join'}. Add it, or put the word in quotes to search for it.`,
    );
  }

  private isWord(word: 'and' | 'or' | 'not'): boolean {
    return this.token.kind === 'word' && this.token.text.toLowerCase() === word;
  }

  private take(): Token {
    const { token } = this;
    this.token = this.scanner.next();
    return token;
  }

  private leaveOut(message: string): void {
    this.mistake(this.take(), message);
  }

  private mistake({ from, to }: TextSpan, message: string): void {
    this.mistakes.push({ from, to, message });
  }
}

/** One node for several; text that stands for one place is that of all of them. */
function joined(kind: 'and' | 'or', nodes: readonly FilterNode[]): FilterNode | undefined {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last || first === last) return first;
  return { kind, nodes, from: first.from, to: last.to };
}

function present(nodes: readonly (FilterNode | undefined)[]): FilterNode[] {
  return nodes.filter((node) => node !== undefined);
}

function textTerm(text: string, exact: boolean): FilterTerm {
  return { kind: 'text', text, exact };
}

/** Flags that change where a search begins have no meaning here; `g` is taken and does nothing. */
function patternProblem(source: string, flags: string): string | undefined {
  if (!/^[gimsuv]*$/.test(flags)) return `The flags can be i, m, s, u and v, not "${flags}".`;
  try {
    // Made to see whether it can be made.
    void new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : '';
    return `This is no valid regular expression: ${reason.toLowerCase()}.`;
  }
}

/** A word that is no JSON is taken for a string whose quotes were left out. */
function scalarOf(value: Token): JsonScalar {
  if (value.kind === 'quoted') return value.text;
  if (value.kind === 'pattern') return `/${value.source}/${value.flags}`;
  const text = value.kind === 'word' ? value.text : '';
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (!/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

function example(name: string): string {
  return `For example ${name}:${fields[name]?.values[0]?.text ?? ''}.`;
}
