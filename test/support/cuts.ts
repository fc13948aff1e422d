/** Cuts bytes at these positions, which must be in order. */
export function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const starts = [0, ...positions];
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1]));
}

/** Every way to cut bytes in two, the empty halves included. */
export function* everyCut(bytes: Uint8Array): Generator<Uint8Array[]> {
  for (let at = 0; at <= bytes.length; at++) yield cutAt(bytes, [at]);
}

/** Every way to cut bytes in three. */
export function* everyPairOfCuts(bytes: Uint8Array): Generator<Uint8Array[]> {
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) yield cutAt(bytes, [first, second]);
  }
}
