import type { Direction } from '../wire/direction';
import { Capture } from './capture';
import { readHeadFile, type CaptureFiles } from './captureFiles';
import { CaptureFolder, type CaptureFolderOptions } from './captureFolder';
import { dataFiles, journalFile, type CaptureHead, type DataFile } from './captureFormat';
import { FrameColumns } from './frameColumns';
import { findGoodRows, type GoodRows } from './goodRows';
import { bytesPerMessage, InflatedStore } from './inflatedStore';
import type { Journal } from './journal';
import { readJournalFile } from './journalFile';
import type { Pause } from './pause';
import { bytesPerRow } from './rowRecord';

const directions = ['in', 'out'] as const;

/** What the files of a stored capture hold, and how much of it can be trusted. */
export interface FoundCapture {
  readonly folder: string;
  readonly head: CaptureHead;
  readonly journal: Journal;
  /** Every row in the index, those that do not hold too. */
  readonly columns: FrameColumns;
  readonly good: GoodRows;
  /** Bytes that count of each file. */
  readonly sizes: Sizes;
}

export type Sizes = Record<DataFile | typeof journalFile, number>;

/**
 * Looks through the files of a stored capture, and changes none.
 *
 * @throws CaptureFormatError with one sentence for the user
 */
export async function findCapture(
  folder: string,
  files: CaptureFiles,
  pause: Pause,
): Promise<FoundCapture> {
  const head = readHeadFile(folder);
  const { journal, bytes } = await readJournalFile(files, pause);
  const columns = storedColumns(files, journal);
  const good = await findGoodRows(files, columns, journal, pause);
  const sizes = { ...sizesFor(files, good.rows), [journalFile]: bytes };
  return { folder, head, journal, columns, good, sizes };
}

/** Whether nothing is missing, so that nothing has to be repaired. */
export function isWhole({ head, journal, good, sizes }: FoundCapture): boolean {
  return (
    head.finished &&
    journal.finished?.rows === good.rows &&
    directions.every((direction) => good.states[direction].end === sizes[`${direction}.bytes`])
  );
}

/** A capture that begins with the rows that hold, and the files behind it. */
export function captureOf(
  { folder, head, journal, good, sizes }: FoundCapture,
  how: Pick<CaptureFolderOptions, 'mode' | 'memory' | 'mostWaiting' | 'onChange'>,
): { capture: Capture; storage: CaptureFolder } {
  const storage = new CaptureFolder({ path: folder, head, sizes, ...how });
  const { connections, short, statuses } = journal;
  const { startUs, startWallMs } = head;
  const stored = { connections, statuses: statuses.values(), short, states: good.states };
  const { memory, onChange: onGaveWay } = how;
  const capture = new Capture({ memory, onGaveWay, startUs, startWallMs, storage, stored });
  return { capture, storage };
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
function sizesFor(files: CaptureFiles, rows: number): Record<DataFile, number> {
  const sizes = Object.fromEntries(dataFiles.map((name) => [name, files.size(name)])) as Record<
    DataFile,
    number
  >;
  sizes.rows = rows * bytesPerRow;
  for (const direction of directions) cutInflated(files, sizes, direction, rows);
  return sizes;
}

/** Leaves the inflated messages of the rows that count, as far as they are whole. */
function cutInflated(
  files: CaptureFiles,
  sizes: Record<DataFile, number>,
  direction: Direction,
  rows: number,
): void {
  const bytes = `${direction}.inflated` as const;
  const index = `${direction}.inflated.index` as const;
  const store = new InflatedStore();
  const stored = {
    read: (position: number, length: number) => files.read(index, position, length),
  };
  store.index.attach(stored, sizes[index]);
  // Binary search: they stand in the order of their rows and of their bytes.
  let records = 0;
  let end = store.index.total;
  while (records < end) {
    const middle = Math.floor((records + end) / 2);
    const last = store.endOf(middle);
    const isThere = Number.isSafeInteger(last) && last <= sizes[bytes];
    if (isThere && store.firstRowOf(middle) < rows) records = middle + 1;
    else end = middle;
  }
  sizes[index] = records * bytesPerMessage;
  sizes[bytes] = records === 0 ? 0 : store.endOf(records - 1);
}
