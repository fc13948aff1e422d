import type { TextSpan } from './filterNode';

/**
 * One piece of a filter's text. `word` is anything between white space and parentheses that is
 * none of the others; what it means is for the parser to say.
 */
export type Token = TextSpan &
  (
    | { readonly kind: '(' | ')' | 'end' }
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'quoted'; readonly text: string; readonly closed: boolean }
    | PatternToken
    | PathToken
  );

interface PatternToken {
  readonly kind: 'pattern';
  readonly source: string;
  readonly flags: string;
}

/** `$.a[0]`, with an operator and a value behind it if there are any. */
interface PathToken {
  readonly kind: 'path';
  /** From `$` up to the operator. */
  readonly path: string;
  readonly operator: string;
  /** What stands behind the operator: a word, a quoted text or a pattern. */
  readonly value: Token | undefined;
}

const space = /\s*/y;
const wordShape = /[^\s()]+/y;
const quotedShape = /"(?:[^"\\]|\\.)*"?/suy;
/**
 * Up to the closing slash, which may also stand in a class or behind a backslash. It must come
 * within a thousand characters: looking further behind every slash would take quadratic time.
 */
const patternShape = /\/((?:[^\\/[]|\\.|\[(?:[^\\\]]|\\.)*\]){1,1000})\/([a-z]*)(?=[\s()]|$)/suy;
const pathShape = /\$(?=[.[])(?:\.[^\s().[\]=!<>~"]*|\[(?:"(?:[^"\\]|\\.)*"|[^\]"\s]*)\]?)+/suy;
const operatorShape = /\s*(==|!=|=~|<=|>=|<|>|=)\s*/y;

/** Cuts the text of a filter into tokens, in one pass. Any text gives tokens. */
export class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The next token; `end` once there is no more. */
  next(): Token {
    this.match(space);
    const from = this.at;
    const character = this.text[from];
    if (character === undefined) return { kind: 'end', from, to: from };
    if (character === '(' || character === ')') {
      this.at++;
      return { kind: character, from, to: this.at };
    }
    return (character === '$' ? this.path() : undefined) ?? this.value();
  }

  private value(): Token {
    const from = this.at;
    const character = this.text[from];
    if (character === '"') return this.quoted();
    const pattern = character === '/' ? this.match(patternShape) : undefined;
    if (pattern) {
      const [, source = '', flags = ''] = pattern;
      return { kind: 'pattern', source, flags, from, to: this.at };
    }
    const text = this.match(wordShape)?.[0] ?? '';
    return { kind: 'word', text, from, to: this.at };
  }

  private quoted(): Token {
    const from = this.at;
    const raw = this.match(quotedShape)?.[0] ?? '';
    const closed = /^"(?:[^"\\]|\\.)*"$/su.test(raw);
    const inner = raw.slice(1, closed ? -1 : undefined);
    return { kind: 'quoted', text: unescapeQuoted(inner), closed, from, to: this.at };
  }

  private path(): Token | undefined {
    const from = this.at;
    const path = this.match(pathShape)?.[0];
    if (path === undefined) return undefined;
    const end = this.at;
    const operator = this.match(operatorShape)?.[1];
    if (operator === undefined)
      return { kind: 'path', path, operator: '', value: undefined, from, to: end };
    const value = /[^\s()]/.test(this.text[this.at] ?? '') ? this.value() : undefined;
    return { kind: 'path', path, operator, value, from, to: value?.to ?? this.at };
  }

  private match(shape: RegExp): RegExpExecArray | undefined {
    shape.lastIndex = this.at;
    const found = shape.exec(this.text) ?? undefined;
    if (found) this.at += found[0].length;
    return found;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescapeQuoted(text: string): string {
  return text.replaceAll(/\\(.)/gsu, (_, character: string) => escapes[character] ?? character);
}
