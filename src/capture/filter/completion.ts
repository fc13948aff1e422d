import { fieldOf, fields } from './fields';
import type { TextSpan } from './filterNode';
import { Scanner, type Token } from './scanner';

/** One thing that could be written. */
export interface Suggestion {
  readonly text: string;
  /** What it means, in a few words. */
  readonly about: string;
}

/** What could stand at the caret; choosing one replaces `from` to `to - 1`. */
export interface Completion extends TextSpan {
  readonly suggestions: readonly Suggestion[];
}

const words: readonly Suggestion[] = [
  ...Object.entries(fields).map(([name, { about }]) => ({ text: `${name}:`, about })),
  { text: '$.', about: 'Value at a path in a JSON payload' },
  { text: 'not', about: 'All but' },
  { text: 'and', about: 'Both; a space means the same' },
  { text: 'or', about: 'One of both' },
];

/**
 * Suggests what could be written at the caret: fields, their values, and words that join terms.
 *
 * @param caret position in UTF-16 units
 */
export function completeFilter(text: string, caret: number): Completion {
  const token = tokenAt(text, caret);
  if (!token) return { from: caret, to: caret, suggestions: words };
  if (token.kind !== 'word') return { from: caret, to: caret, suggestions: [] };
  const typed = text.slice(token.from, caret);
  const name = fieldOf(typed);
  if (name === undefined)
    return { from: token.from, to: token.to, suggestions: startingWith(words, typed) };
  const from = token.from + Math.max(typed.lastIndexOf(','), typed.indexOf(':')) + 1;
  const comma = text.slice(caret, token.to).indexOf(',');
  const to = comma < 0 ? token.to : caret + comma;
  const values = fields[name]?.values ?? [];
  return { from, to, suggestions: startingWith(values, text.slice(from, caret)) };
}

/** The token that the caret stands in or behind. */
function tokenAt(text: string, caret: number): Token | undefined {
  const scanner = new Scanner(text);
  for (let token = scanner.next(); token.kind !== 'end'; token = scanner.next()) {
    const isParenthesis = token.kind === '(' || token.kind === ')';
    if (!isParenthesis && token.from < caret && caret <= token.to) return token;
    if (token.from >= caret) return undefined;
  }
  return undefined;
}

/** Those that go on as typed; one that is there in full needs no suggestion. */
function startingWith(suggestions: readonly Suggestion[], typed: string): Suggestion[] {
  const start = typed.toLowerCase();
  return suggestions.filter(({ text }) => {
    const lower = text.toLowerCase();
    return lower.startsWith(start) && lower !== start;
  });
}
