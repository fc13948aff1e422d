/** Which way bytes went, seen from this end of the connection. */
export type Direction = 'in' | 'out';

/** Which end sent the bytes; it decides whether frames must be masked (RFC 6455 §5.1). */
export type Sender = 'client' | 'server';

/**
 * What a pair holds for a direction. Where every frame comes by, this is several times as fast as
 * an index by a name that varies.
 */
export function ofDirection<Part>(
  pair: Readonly<Record<Direction, Part>>,
  direction: Direction,
): Part {
  return direction === 'in' ? pair.in : pair.out;
}
