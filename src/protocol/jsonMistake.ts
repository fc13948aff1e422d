import { jsonFault } from './jsonFault';
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

/** `JSON.parse` does not say where the mistake is, not in the same words everywhere. */
function locate(typed: string, { text, placeBefore }: JsonText): Mistake {
  if (typed.trim() === '') return mistake('There is no JSON yet. Type a value.');
  const fault = jsonFault(text);
  if (!fault) return mistake('This is not valid JSON. Correct it, or send it as text.');
  const at = placeBefore(fault.at);
  const before = typed.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  return mistake(
    `This is not valid JSON: ${fault.words} at ${place}. Correct it, or send it as text.`,
    at,
  );
}
