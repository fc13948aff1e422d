import { applyEdits, format } from 'jsonc-parser';

/**
 * Indents a JSON text by white space alone, so that every number, string and key keeps the
 * characters in which it was sent. `undefined` if the text is no JSON object or array: a lone
 * number or word has nothing to indent.
 */
export function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return undefined;
  const edits = format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' });
  return applyEdits(text, edits);
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
