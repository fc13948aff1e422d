import type { SearchResult } from '../../../../src/capture/search/searchMessages';

/** The rows that a search found, bit by bit. */
export function resultRows({ found, foundFrom }: SearchResult): number[] {
  const bits = Array.from(found, (word) =>
    Array.from({ length: 32 }, (_, bit) => (word >>> bit) & 1),
  );
  return bits.flat().flatMap((bit, index) => (bit === 1 ? [foundFrom + index] : []));
}
