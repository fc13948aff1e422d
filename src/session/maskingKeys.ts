import { randomFillSync } from 'node:crypto';

/** Keys that are drawn at once: a call for each would cost more than masking a small frame. */
const keysDrawn = 1024;

/**
 * Where the masking keys of a connection come from: from a strong source of entropy, as RFC 6455
 * §5.3 and §10.3 ask for, or always the same one.
 *
 * @param fixed big-endian uint32; `undefined` asks for random ones
 * @returns gives the next key
 */
export function maskingKeys(fixed: number | undefined): () => number {
  if (fixed !== undefined) return () => fixed;
  const keys = new Uint32Array(keysDrawn);
  let used = keysDrawn;
  return () => {
    if (used === keysDrawn) {
      randomFillSync(keys);
      used = 0;
    }
    return keys[used++] ?? 0;
  };
}
