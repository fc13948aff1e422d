import type { LinePart } from '../../../../src/inspector/content';

/** A line, or a part of one, as it is written. */
export function joined(...parts: readonly LinePart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : [...part].join(''))).join('');
}
