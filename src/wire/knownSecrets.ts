/** Characters of the shortest secret that is looked for: shorter ones stand in ordinary words. */
const shortest = 4;

/**
 * The secrets that masking has hidden in a text, and the parts of them that the other end may
 * repeat by themselves: the token after an authentication scheme, the value of a cookie, what a
 * percent-encoded user or password stands for.
 *
 * @param masked the same text with each secret replaced by as many `*`
 */
export function hiddenSecrets(text: string, masked: string): string[] {
  const runs = Array.from(masked.matchAll(/\*+/g), ({ 0: run, index }) =>
    text.slice(index, index + run.length),
  );
  const secrets = runs.filter((run) => /[^*]/.test(run)).flatMap(partsOf);
  return [...new Set(secrets)].filter((secret) => secret.length >= shortest);
}

/** Replaces every secret that stands in a text by as many `*`, the longest first. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '*'.repeat(secret.length)), text);
}

function partsOf(secret: string): string[] {
  const words = secret.split(/[\s;,]+/);
  // The name of an authentication scheme, `Basic` for instance, is no secret (RFC 9110 §11.4).
  const tokens = words.length > 1 && /^[a-z]+$/i.test(words[0] ?? '') ? words.slice(1) : words;
  const values = tokens.map((token) => token.slice(token.indexOf('=') + 1));
  return [secret, percentDecoded(secret), ...tokens, ...values.map(withoutQuotes)];
}

function withoutQuotes(value: string): string {
  return value.replace(/^"(.*)"$/s, '$1');
}

/** A text that is not well encoded stands for itself. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
