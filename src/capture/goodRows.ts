import zlib from 'node:zlib';
import type { Direction } from '../wire/direction';
import { finOf, opcodeOf } from '../wire/frameBits';
import { Opcode } from '../wire/opcode';
import type { CaptureFiles } from './captureFiles';
import type { DirectionState, DirectionStates } from './captureFormat';
import { pageRows, type FrameColumns } from './frameColumns';
import type { Journal } from './journal';
import type { Pause } from './pause';
import { bytesPerRow } from './rowRecord';
import * as rowBits from './rowBits';

/** How many rows of an index hold, from the first on, and how far their frames go. */
export interface GoodRows {
  readonly rows: number;
  readonly states: DirectionStates;
  /** The row after them is wrong, not only missing. */
  readonly damaged: boolean;
}

const pageBytes = pageRows * bytesPerRow;
/** Pages that are checked before a pause: about 5 ms. */
const pagesAtATime = 16;
/** Rows that are replayed before a pause: about 5 ms. */
const rowsAtATime = 64 * 1024;
const noFrames: DirectionState = { end: 0, frames: 0, open: -1 };

/**
 * Finds out how much of an index can be trusted: whole pages by their CRC-32, the rows behind them
 * by whether each frame begins where the one before it ends, within the bytes that there are.
 */
export async function findGoodRows(
  files: CaptureFiles,
  columns: FrameColumns,
  journal: Journal,
  pause: Pause,
): Promise<GoodRows> {
  const start = await checkPages(files, columns.total, journal, pause);
  if (start.damaged) return start;
  const { finished } = journal;
  if (finished?.rows === columns.total && fits(finished, files)) {
    const tail = columns.total % pageRows || Math.min(columns.total, pageRows);
    const bytes = files.read('rows', (columns.total - tail) * bytesPerRow, tail * bytesPerRow);
    if (zlib.crc32(bytes) !== finished.crc32) return { ...start, damaged: true };
    return { rows: finished.rows, states: finished, damaged: false };
  }
  return new Replay(files, columns, journal, start).run(pause);
}

async function checkPages(
  files: CaptureFiles,
  total: number,
  journal: Journal,
  pause: Pause,
): Promise<GoodRows> {
  let states: DirectionStates = { in: noFrames, out: noFrames };
  for (let page = 0; ; page++) {
    const rows = page * pageRows;
    const line = journal.pages.get(page);
    if (!line || rows + pageRows > total || !fits(line, files)) {
      return { rows, states, damaged: false };
    }
    const bytes = files.read('rows', page * pageBytes, pageBytes);
    if (zlib.crc32(bytes) !== line.crc32) return { rows, states, damaged: true };
    states = { in: line.in, out: line.out };
    if (page % pagesAtATime === pagesAtATime - 1) await pause();
  }
}

function fits(states: DirectionStates, files: CaptureFiles): boolean {
  return states.in.end <= files.size('in.bytes') && states.out.end <= files.size('out.bytes');
}

/** Goes through rows as they were appended, until one does not follow from those before it. */
class Replay {
  private readonly states: Record<Direction, { -readonly [K in keyof DirectionState]: number }>;
  private readonly sizes: Readonly<Record<Direction, number>>;

  constructor(
    files: CaptureFiles,
    private readonly columns: FrameColumns,
    private readonly journal: Journal,
    private readonly start: GoodRows,
  ) {
    this.states = { in: { ...start.states.in }, out: { ...start.states.out } };
    this.sizes = { in: files.size('in.bytes'), out: files.size('out.bytes') };
  }

  async run(pause: Pause): Promise<GoodRows> {
    let row = this.start.rows;
    let next = this.journal.connections.findIndex((connection) => connection.row >= row);
    for (; row < this.columns.total; row++) {
      if (row % rowsAtATime === 0) await pause();
      const connection = next < 0 ? undefined : this.journal.connections[next];
      if (connection?.row === row) {
        if (!this.fits(connection)) return { rows: row, states: this.states, damaged: false };
        for (const direction of ['in', 'out'] as const) {
          this.states[direction].end = connection[direction];
          this.states[direction].open = -1;
        }
        next++;
      }
      const bits = this.columns.bits(row);
      if (rowBits.isStatus(bits)) continue;
      const fault = this.faultOf(row, bits);
      if (fault) return { rows: row, states: this.states, damaged: fault === 'wrong' };
      this.take(row, bits);
    }
    return { rows: row, states: this.states, damaged: false };
  }

  private fits(start: Readonly<Record<Direction, number>>): boolean {
    return start.in <= this.sizes.in && start.out <= this.sizes.out;
  }

  private faultOf(row: number, bits: number): 'wrong' | 'missing bytes' | undefined {
    const direction = rowBits.directionOf(bits);
    const { end, open } = this.states[direction];
    const next = this.endOf(row, bits);
    if (this.columns.position(row) !== end || rowBits.headerLengthOf(bits) === 0) return 'wrong';
    if (!Number.isSafeInteger(next) || next < end) return 'wrong';
    if (rowBits.isInMessage(bits) && this.columns.messageStart(row) !== startOf(row, bits, open)) {
      return 'wrong';
    }
    return next > this.sizes[direction] ? 'missing bytes' : undefined;
  }

  private take(row: number, bits: number): void {
    const state = this.states[rowBits.directionOf(bits)];
    state.end = this.endOf(row, bits);
    state.frames++;
    if (!rowBits.isInMessage(bits)) return;
    state.open = finOf(rowBits.firstByteOf(bits)) ? -1 : this.columns.messageStart(row);
  }

  private endOf(row: number, bits: number): number {
    return (
      this.columns.position(row) + rowBits.headerLengthOf(bits) + this.columns.payloadReceived(row)
    );
  }
}

/** The row in which the message of a data frame began, if another one began in `open` before it. */
function startOf(row: number, bits: number, open: number): number {
  return opcodeOf(rowBits.firstByteOf(bits)) === Opcode.continuation ? open : row;
}
