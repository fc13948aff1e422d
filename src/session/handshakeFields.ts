import { validateHeaderName, validateHeaderValue } from 'node:http';

/** Header fields that make the opening handshake (RFC 6455 §4.1) or would give it a body. */
const ownedFields: ReadonlySet<string> = new Set([
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
  'content-length',
  'transfer-encoding',
]);

/** Says what is wrong with header fields that shall be added to the opening handshake, if anything. */
export function headersProblem(headers: Readonly<Record<string, string>>): string | undefined {
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const problem = headerProblem(name, value, seen);
    if (problem !== undefined) return problem;
    seen.add(name.toLowerCase());
  }
  return undefined;
}

function headerProblem(name: string, value: string, seen: ReadonlySet<string>): string | undefined {
  if (throws(() => validateHeaderName(name))) {
    return `"${name}" is not a valid header name. Use letters, digits and hyphens.`;
  }
  if (ownedFields.has(name.toLowerCase())) {
    return `The header "${name}" belongs to the opening handshake itself. Remove it from your headers.`;
  }
  if (seen.has(name.toLowerCase())) return `The header "${name}" is there twice. Remove one.`;
  // The value may be a secret, so the sentence does not repeat it.
  if (throws(() => validateHeaderValue(name, value))) {
    return `The value of the header "${name}" has a character that a header cannot carry. Remove line breaks and characters outside Latin-1.`;
  }
  return undefined;
}

/**
 * Says what is wrong with the subprotocols to ask for (RFC 6455 §4.1, item 10), if anything.
 *
 * @param show gives what may be shown of a subprotocol: some servers take a token in one
 */
export function subprotocolsProblem(
  subprotocols: readonly string[],
  show = (subprotocol: string) => subprotocol,
): string | undefined {
  const invalid = subprotocols.find((name) => throws(() => validateHeaderName(name)));
  if (invalid !== undefined) {
    return `"${show(invalid)}" is not a valid subprotocol. Use letters, digits, dots and hyphens, without spaces or commas.`;
  }
  const twice = subprotocols.find((name, index) => subprotocols.indexOf(name) !== index);
  if (twice !== undefined) return `The subprotocol "${show(twice)}" is there twice. Remove one.`;
  return undefined;
}

/** Header names and subprotocols are both tokens (RFC 9110 §5.6.2), which Node can check. */
function throws(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}
