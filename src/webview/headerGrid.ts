import type { BitSpan, HeaderField } from './headerFields';

/** Bits in a line of the drawing in RFC 6455 §5.2. */
export const bitsPerLine = 32;

/** A cell of the drawing: bits of one line that belong together. */
export interface GridCell extends BitSpan {
  /** The field that it shows, or part of it; `undefined` for a byte. */
  readonly field: HeaderField | undefined;
  /** False in the lines after the one in which a field begins. */
  readonly isStart: boolean;
  /** False if the field goes on behind the line. */
  readonly isEnd: boolean;
}

/** One line of the drawing: its fields, and below them the bytes that hold the same bits. */
export interface GridLine {
  readonly fields: readonly GridCell[];
  readonly bytes: readonly GridCell[];
}

/** Where a cell stands: rows alternate between fields and bytes. */
export interface GridPlace {
  readonly row: number;
  readonly cell: number;
}

/**
 * Draws a frame in lines of 32 bits: all of its header, and of its payload data what fits on the
 * line where the header ends, or on one of its own.
 */
export function headerGrid(fields: readonly HeaderField[]): readonly GridLine[] {
  const last = fields.at(-1);
  if (!last) return [];
  const headerEnd = last.id === 'payload' ? last.from : last.to;
  const drawn = last.id === 'payload' ? headerEnd + 1 : headerEnd;
  return Array.from({ length: Math.ceil(drawn / bitsPerLine) }, (_, line) => {
    const from = line * bitsPerLine;
    const inLine = { from, to: Math.min(from + bitsPerLine, last.to) };
    return {
      fields: fields.filter((field) => overlap(field, inLine)).map((field) => part(field, inLine)),
      bytes: bytesOf(inLine),
    };
  });
}

/** Whether two spans have a bit in common. */
export function overlap(one: BitSpan, other: BitSpan): boolean {
  return one.from < other.to && other.from < one.to;
}

/** The rows of cells, for the keys that move between them. */
export function cellRows(lines: readonly GridLine[]): readonly (readonly GridCell[])[] {
  return lines.flatMap(({ fields, bytes }) => [fields, bytes]);
}

/**
 * The cell that a key leads to; `undefined` for other keys. Left and right stay among fields, or
 * among bytes, and go on in the next line; up and down change between them.
 */
export function cellReached(
  rows: readonly (readonly GridCell[])[],
  { row, cell }: GridPlace,
  key: string,
): GridPlace | undefined {
  const step = steps[key];
  if (!step) return undefined;
  return step(rows, { row, cell });
}

type Step = (rows: readonly (readonly GridCell[])[], place: GridPlace) => GridPlace;

const steps: Readonly<Record<string, Step | undefined>> = {
  ArrowRight: (rows, { row, cell }) => {
    if (cell + 1 < lengthOf(rows, row)) return { row, cell: cell + 1 };
    return row + 2 < rows.length ? { row: row + 2, cell: 0 } : { row, cell };
  },
  ArrowLeft: (rows, { row, cell }) => {
    if (cell > 0) return { row, cell: cell - 1 };
    return row >= 2 ? { row: row - 2, cell: lengthOf(rows, row - 2) - 1 } : { row, cell };
  },
  ArrowDown: (rows, place) => across(rows, place, 1),
  ArrowUp: (rows, place) => across(rows, place, -1),
  Home: (_, { row }) => ({ row, cell: 0 }),
  End: (rows, { row }) => ({ row, cell: lengthOf(rows, row) - 1 }),
};

/** The cell above or below that has the bit, of its line, with which this one begins. */
function across(
  rows: readonly (readonly GridCell[])[],
  { row, cell }: GridPlace,
  step: 1 | -1,
): GridPlace {
  const column = (rows[row]?.[cell]?.from ?? 0) % bitsPerLine;
  const found = rows[row + step]?.findLastIndex(({ from }) => from % bitsPerLine <= column) ?? -1;
  return found < 0 ? { row, cell } : { row: row + step, cell: found };
}

function lengthOf(rows: readonly (readonly GridCell[])[], row: number): number {
  return rows[row]?.length ?? 0;
}

function part(field: HeaderField, line: BitSpan): GridCell {
  return {
    field,
    from: Math.max(field.from, line.from),
    to: Math.min(field.to, line.to),
    isStart: field.from >= line.from,
    isEnd: field.to <= line.to,
  };
}

function bytesOf({ from, to }: BitSpan): GridCell[] {
  return Array.from({ length: Math.ceil((to - from) / 8) }, (_, index) => {
    const start = from + index * 8;
    return { field: undefined, from: start, to: start + 8, isStart: true, isEnd: true };
  });
}
