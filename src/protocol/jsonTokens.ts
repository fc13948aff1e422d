/** One token of a JSON text (RFC 8259 §2), with its place in UTF-16 units. */
export interface JsonToken {
  readonly kind: 'open' | 'close' | 'colon' | 'comma' | 'value' | 'wrong';
  readonly start: number;
  readonly end: number;
}

const token =
  /[ \t\n\r]*(?:([[{])|([\]}])|(:)|(,)|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)))/y;
const kinds = ['open', 'close', 'colon', 'comma', 'value'] as const;
const space = /[ \t\n\r]*/y;

/** Reads a JSON text token by token; the last one is `wrong` where what follows is none. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) break;
    const index = kinds.findIndex((_, group) => match[group + 1] !== undefined);
    const end = at + match[0].length;
    yield { kind: kinds[index] ?? 'wrong', start: end - (match[index + 1] ?? '').length, end };
    at = end;
  }
  space.lastIndex = at;
  const start = at + (space.exec(text)?.[0].length ?? 0);
  if (start < text.length) yield { kind: 'wrong', start, end: text.length };
}
