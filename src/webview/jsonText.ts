/** Longest text that is indented, in UTF-16 units. */
export const longestPretty = 1024 * 1024;
/** Longest text that indenting may make: deep nesting makes it grow with the square. */
const longestIndented = 8 * longestPretty;

const step = '  ';
/** A string, a mark, or a run of what numbers and words are made of. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g;

/**
 * Indents a JSON text by white space alone, so that every number, string and key keeps the
 * characters in which it was sent. `undefined` if the text is no JSON object or array (a lone
 * number or word has nothing to indent), or too long for it.
 */
export function prettyJson(text: string): string | undefined {
  if (text.length > longestPretty || !/^\s*[[{]/.test(text) || !isJson(text)) return undefined;
  return indented(text.match(token) ?? []);
}

/** Writes the tokens of a valid text one value a line; what is empty stays on one. */
function indented(tokens: readonly string[]): string | undefined {
  let line = '\n';
  let pretty = '';
  let before = '';
  for (const now of tokens) {
    if (now === '}' || now === ']') {
      line = line.slice(0, -step.length);
      pretty += before === '{' || before === '[' ? now : line + now;
    } else {
      pretty += before === '{' || before === '[' || before === ',' ? line + now : now;
      if (now === ':') pretty += ' ';
      if (now === '{' || now === '[') line += step;
    }
    if (pretty.length > longestIndented) return undefined;
    before = now;
  }
  return pretty;
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
