import { jsonTokens } from '../protocol/jsonTokens';

/**
 * Indents a JSON text by white space alone, so that every number, string and key keeps the
 * characters in which it was sent. `undefined` if the text is no JSON object or array: a lone
 * number or word has nothing to indent.
 */
export function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let isFirst = false;
  const newLine = () => parts.push('\n', '  '.repeat(depth));
  for (const { kind, start, end } of jsonTokens(text)) {
    if (kind === 'close') {
      depth -= 1;
      if (!isFirst) newLine();
    } else if (isFirst) {
      newLine();
    }
    parts.push(text.slice(start, end));
    isFirst = kind === 'open';
    if (isFirst) depth += 1;
    if (kind === 'comma') newLine();
    if (kind === 'colon') parts.push(' ');
  }
  return parts.join('');
}

/** The parsed value is thrown away: a number in it may be rounded. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
