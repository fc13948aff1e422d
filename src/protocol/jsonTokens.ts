/** One token of a JSON text (RFC 8259 §2), with its place in UTF-16 units. */
export interface JsonToken {
  readonly kind: 'open' | 'close' | 'colon' | 'comma' | 'value' | 'wrong';
  readonly start: number;
  readonly end: number;
}

/** What may stand in a string as it is (RFC 8259 §7), and what must be escaped there. */
const plain = String.raw`[^"\\\u0000-\u001f]*`;
const escape = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`;
const string = `"${plain}(?:${escape}${plain})*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])`;
const word = String.raw`(?:true|false|null)(?!\w)`;
const white = String.raw`[ \t\n\r]*`;
const token = new RegExp(
  String.raw`${white}(?:([[{])|([\]}])|(:)|(,)|(${string}|${number}|${word}))`,
  'y',
);
const space = new RegExp(white, 'y');
const kinds = ['open', 'close', 'colon', 'comma', 'value'] as const;

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
