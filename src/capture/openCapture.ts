import type { Direction } from '../wire/direction';
import { Capture } from './capture';
import { CaptureFiles, readHeadFile } from './captureFiles';
import { CaptureFolder } from './captureFolder';
import {
  cutJournal,
  dataFiles,
  journalFile,
  readJournal,
  type CaptureHead,
  type DataFile,
  type DirectionStates,
  type Journal,
} from './captureFormat';
import { decodeAgain, endOfWholeFrames, type Stretch } from './decodeAgain';
import { FrameColumns, pageRows } from './frameColumns';
import { bytesPerRow } from './rowRecord';
import { findGoodRows, type GoodRows } from './goodRows';
import { bytesPerMessage, InflatedStore } from './inflatedStore';

const directions = ['in', 'out'] as const;

export interface OpenCaptureOptions {
  /** Bytes of memory that what cannot be written may take. */
  readonly memoryLimit: number;
  /** True for a capture that somebody is writing: its files are left as they are. */
  readonly beingWritten: boolean;
  readonly onChange: () => void;
}

export interface OpenedCapture {
  readonly capture: Capture;
  readonly head: CaptureHead;
  /** What was repaired, now or when it was opened before, in words; empty if nothing. */
  readonly repaired: string;
}

type Sizes = Record<DataFile | typeof journalFile, number>;

/**
 * Opens a stored capture. Of one that is whole, only the index is checked. Otherwise the index is
 * cut behind the last row that holds, what the bytes have beyond it is decoded again, and the
 * files are made whole, so that this is done once.
 *
 * @throws CaptureFormatError with one sentence for the user
 */
export function openCapture(folder: string, options: OpenCaptureOptions): OpenedCapture {
  const head = readHeadFile(folder);
  const files = new CaptureFiles(folder);
  try {
    return open(folder, head, files, options);
  } finally {
    files.close();
  }
}

function open(
  folder: string,
  head: CaptureHead,
  files: CaptureFiles,
  options: OpenCaptureOptions,
): OpenedCapture {
  const journalBytes = wholeLines(files.read(journalFile, 0, files.size(journalFile)));
  const journal = readJournal(new TextDecoder().decode(journalBytes), pageRows);
  const columns = storedColumns(files, journal);
  const good = findGoodRows(files, columns, journal);
  const sizes = sizesFor(files, good.rows);
  sizes[journalFile] = journalBytes.length;
  const before = journal.repaired.join(' ');
  const make = (mode: 'append' | 'read') => {
    const storage = new CaptureFolder({
      path: folder,
      head,
      mode,
      sizes,
      onChange: options.onChange,
    });
    const { memoryLimit } = options;
    const { startUs, startWallMs } = head;
    const { connections, short } = journal;
    const stored = { connections, statuses: journal.statuses.values(), short, states: good.states };
    const capture = new Capture({ memoryLimit, startUs, startWallMs, storage, stored });
    return { capture, storage };
  };
  if (isWhole(head, journal, good, sizes)) {
    return { capture: make('read').capture, head, repaired: before };
  }

  const stretches = stretchesBeyond(good, journal, columns, sizes, head.finished);

  cutJournal(journal, good.rows, pageRows);
  const bytesCut = cutIncompleteFrames(files, stretches, sizes);
  const canWrite = !options.beingWritten && truncate(files, sizes);
  const { capture, storage } = make(canWrite ? 'append' : 'read');
  storage.note({ type: 'cut', row: good.rows });
  for (const stretch of stretches) decodeAgain(capture, files, stretch);
  const text = repairText(head, options.beingWritten, journal, good, capture.total, bytesCut);
  storage.note({ type: 'repaired', text });
  capture.finish();
  return { capture, head, repaired: [before, text].filter((part) => part !== '').join(' ') };
}

/** Leaves out a line that was not written to its end. */
function wholeLines(journal: Uint8Array): Uint8Array {
  return journal.subarray(0, journal.lastIndexOf(0x0a) + 1);
}

function storedColumns(files: CaptureFiles, journal: Journal): FrameColumns {
  const columns = new FrameColumns();
  const stored = {
    read: (position: number, length: number) => files.read('rows', position, length),
  };
  columns.records.attach(stored, files.size('rows'));
  for (const [row, received] of journal.short) columns.markShort(row, received);
  return columns;
}

/** How many bytes of each file count when `rows` rows do. */
function sizesFor(files: CaptureFiles, rows: number): Sizes {
  const sizes = Object.fromEntries(dataFiles.map((name) => [name, files.size(name)])) as Sizes;
  sizes.rows = rows * bytesPerRow;
  for (const direction of directions) cutInflated(files, sizes, direction, rows);
  return sizes;
}

/** Leaves the inflated messages of the rows that count, as far as they are whole. */
function cutInflated(files: CaptureFiles, sizes: Sizes, direction: Direction, rows: number): void {
  const bytes = `${direction}.inflated` as const;
  const index = `${direction}.inflated.index` as const;
  const store = new InflatedStore();
  const stored = {
    read: (position: number, length: number) => files.read(index, position, length),
  };
  store.index.attach(stored, sizes[index]);
  let records = store.index.total;
  while (records > 0 && !isKept(records - 1)) records--;
  function isKept(record: number): boolean {
    return store.endOf(record) <= sizes[bytes] && store.firstRowOf(record) < rows;
  }
  sizes[index] = records * bytesPerMessage;
  sizes[bytes] = records === 0 ? 0 : store.endOf(records - 1);
}

function isWhole(head: CaptureHead, journal: Journal, good: GoodRows, sizes: Sizes): boolean {
  return (
    head.finished &&
    journal.finished?.rows === good.rows &&
    directions.every((direction) => good.states[direction].end === sizes[`${direction}.bytes`])
  );
}

/** What lies in the bytes beyond the index, a connection at a time. */
function stretchesBeyond(
  good: GoodRows,
  journal: Journal,
  columns: FrameColumns,
  sizes: Sizes,
  finished: boolean,
): Stretch[] {
  const present = journal.connections.findLast((connection) => connection.row < good.rows);
  const missing = journal.connections.filter((connection) => connection.row >= good.rows);
  const statuses = [...journal.statuses.values()]
    .filter(({ row }) => row >= good.rows)
    .toSorted((a, b) => a.row - b.row);
  const ends = { in: good.states.in.end, out: good.states.out.end };
  return [present, ...missing].map((connection, index): Stretch => {
    const next = missing[index];
    const begins = index > 0 ? connection : undefined;
    const from = begins ?? ends;
    return {
      begins,
      permessageDeflate: connection?.permessageDeflate ?? false,
      from,
      to: next ?? { in: sizes['in.bytes'], out: sizes['out.bytes'] },
      openFrom: begins ?? openPositions(good.states, columns),
      statuses: statuses.filter(
        ({ row }) => row >= (begins?.row ?? good.rows) && row < (next?.row ?? Infinity),
      ),
      ended: finished || next !== undefined,
    };
  });
}

/** Where the unfinished message of each direction begins; else where the next frame does. */
function openPositions(states: DirectionStates, columns: FrameColumns): Record<Direction, number> {
  const of = ({ open: row, end }: DirectionStates[Direction]) =>
    row < 0 ? end : columns.position(row);
  return { in: of(states.in), out: of(states.out) };
}

/** Cuts the frame that the last connection was inside of, if any; tells how many bytes that is. */
function cutIncompleteFrames(files: CaptureFiles, stretches: Stretch[], sizes: Sizes): number {
  const last = stretches.at(-1);
  if (!last || last.ended) return 0;
  let cut = 0;
  const to = { ...last.to };
  for (const direction of directions) {
    const end = endOfWholeFrames(files, direction, last.from[direction], last.to[direction]);
    cut += last.to[direction] - end;
    to[direction] = end;
    sizes[`${direction}.bytes`] = end;
  }
  stretches[stretches.length - 1] = { ...last, to };
  return cut;
}

/** Cuts the files to what counts of them; false if they cannot be written to. */
function truncate(files: CaptureFiles, sizes: Sizes): boolean {
  try {
    for (const name of [...dataFiles, journalFile] as const) files.truncate(name, sizes[name]);
    return true;
  } catch {
    return false;
  }
}

function repairText(
  head: CaptureHead,
  beingWritten: boolean,
  journal: Journal,
  good: GoodRows,
  total: number,
  bytesCut: number,
): string {
  const sentences: string[] = [];
  if (beingWritten) {
    sentences.push('This capture is still being written; it is shown as it was when opened.');
  } else if (!head.finished) {
    sentences.push('This capture was not finished: the process that wrote it ended early.');
  }
  if (good.damaged) sentences.push(`Its index was damaged from row ${good.rows + 1} on.`);
  if (journal.unreadable > 0) {
    sentences.push(
      `${counted(journal.unreadable, 'line', 'lines')} of its journal cannot be read.`,
    );
  }
  const again = total - good.rows;
  if (again > 0) {
    sentences.push(
      `${counted(again, 'row was', 'rows were')} read again from the bytes as they crossed the wire; when is not known.`,
    );
  }
  if (bytesCut > 0) {
    sentences.push(
      `${counted(bytesCut, 'byte', 'bytes')} at the end went, since the frame they begin is not whole.`,
    );
  }
  return sentences.join(' ');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
