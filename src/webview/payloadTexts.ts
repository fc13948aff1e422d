import { prettyJson } from './jsonText';
import type { RowBytes } from './rowBytes';

/** What a payload can be shown as. A text that is not valid UTF-8 is bytes. */
export interface PayloadTexts {
  readonly text: string | undefined;
  /** Indented, if it is JSON and all of it is here. */
  readonly pretty: string | undefined;
}

/** Each payload is read once, however often it is drawn. */
const known = new WeakMap<RowBytes, PayloadTexts>();

/** Reads a payload, or the beginning of one, as text. */
export function payloadTexts(payload: RowBytes): PayloadTexts {
  const before = known.get(payload);
  if (before) return before;
  const texts = readTexts(payload);
  known.set(payload, texts);
  return texts;
}

function readTexts({ bytes, total }: RowBytes): PayloadTexts {
  const isWhole = bytes.length === total;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes, { stream: !isWhole });
    return { text, pretty: isWhole ? prettyJson(text) : undefined };
  } catch {
    return { text: undefined, pretty: undefined };
  }
}
