import { EventEmitter, once } from 'node:events';
import type { Direction } from '../wire/direction';
import type { Capture } from './capture';
import { writeHeadFile, type CaptureFiles } from './captureFiles';
import { dataFiles, journalFile, type DirectionStates } from './captureFormat';
import { decodeAgain, endOfWholeFrames, type Stretch } from './decodeAgain';
import { captureOf, type FoundCapture, type Sizes } from './foundCapture';
import { pageRows, type FrameColumns } from './frameColumns';
import type { GoodRows } from './goodRows';
import { cutJournal, type Journal } from './journal';
import type { OpenCaptureOptions } from './openCapture';
import type { Pause } from './pause';
import { thisOwner } from './processOwner';

/** Bytes that may wait to be written: what is left of them at the end is written at once. */
const mostWaiting = 8 * 1024 * 1024;

export interface RepairedCapture {
  readonly capture: Capture;
  /** What was repaired, in words. */
  readonly text: string;
}

/**
 * Opens a capture that is not whole. The index is cut behind the last row that holds, what the
 * bytes have beyond it is decoded again, and the files are made whole, so that this is done once.
 */
export async function repairCapture(
  found: FoundCapture,
  files: CaptureFiles,
  options: Omit<OpenCaptureOptions, 'signal'>,
  pause: Pause,
): Promise<RepairedCapture> {
  const { journal, good } = found;
  const stretches = stretchesBeyond(found);
  cutJournal(journal, good.rows, pageRows);
  const { whole, sizes, bytesCut } = await cutIncompleteFrame(files, stretches, found.sizes, pause);
  const claimed = { ...found, sizes, head: { ...found.head, owner: thisOwner(), finished: false } };
  const canWrite = !options.beingWritten && prepareFiles(claimed, files);
  const changes = new EventEmitter();
  const { capture, storage } = captureOf(claimed, {
    mode: canWrite ? 'append' : 'read',
    memory: options.memory,
    mostWaiting,
    onChange: () => {
      options.onChange();
      changes.emit('change');
    },
  });
  try {
    storage.note({ type: 'cut', row: good.rows });
    for (const stretch of whole) {
      await decodeAgain(capture, files, stretch, async () => {
        await pause();
        if (capture.underPressure) await once(changes, 'change');
      });
    }
    const text = repairText(found, options.beingWritten, capture.total, bytesCut);
    storage.note({ type: 'repaired', text });
    capture.finish();
    return { capture, text };
  } catch (error) {
    // It is as if the process had been killed: whoever opens it next repairs it.
    capture.close();
    throw error;
  }
}

/** What lies in the bytes beyond the index, a connection at a time. */
function stretchesBeyond({ head, journal, columns, good, sizes }: FoundCapture): Stretch[] {
  const present = journal.connections.findLast((connection) => connection.row < good.rows);
  const statuses = [...journal.statuses.values()]
    .filter(({ row }) => row >= good.rows)
    .toSorted((a, b) => a.row - b.row);
  const ends = { in: good.states.in.end, out: good.states.out.end };
  const fileEnds = { in: sizes['in.bytes'], out: sizes['out.bytes'] };
  const missing = startsWithin(
    journal.connections.filter((connection) => connection.row >= good.rows),
    ends,
    fileEnds,
  );
  return [present, ...missing].map((connection, index): Stretch => {
    const next = missing[index];
    const begins = index > 0 ? connection : undefined;
    const from = begins ?? ends;
    return {
      begins,
      permessageDeflate: connection?.permessageDeflate ?? false,
      from,
      to: next ?? fileEnds,
      openFrom: begins ?? openPositions(good, columns),
      statuses: statuses.filter(
        ({ row }) => row >= (begins?.row ?? good.rows) && row < (next?.row ?? Infinity),
      ),
      ended: head.finished || next !== undefined,
    };
  });
}

/** Brings the starts of connections into their order, and to where there are bytes. */
function startsWithin(
  connections: Journal['connections'],
  from: Readonly<Record<Direction, number>>,
  to: Readonly<Record<Direction, number>>,
): Journal['connections'] {
  let before = from;
  return connections.map((connection) => {
    const within = (direction: Direction) =>
      Math.min(Math.max(connection[direction], before[direction]), to[direction]);
    before = { in: within('in'), out: within('out') };
    return { ...connection, ...before };
  });
}

/** Where the unfinished message of each direction begins; else where the next frame does. */
function openPositions(
  { rows, states }: GoodRows,
  columns: FrameColumns,
): Record<Direction, number> {
  const of = ({ open: row, end }: DirectionStates[Direction]) =>
    row < 0 || row >= rows ? end : Math.min(columns.position(row), end);
  return { in: of(states.in), out: of(states.out) };
}

/**
 * Cuts the frame off that the last connection was inside of, if any.
 *
 * @returns what is left, and how many bytes went
 */
async function cutIncompleteFrame(
  files: CaptureFiles,
  stretches: readonly Stretch[],
  sizes: Sizes,
  pause: Pause,
): Promise<{ whole: readonly Stretch[]; sizes: Sizes; bytesCut: number }> {
  const last = stretches.at(-1);
  if (!last || last.ended) return { whole: stretches, sizes, bytesCut: 0 };
  const to = {
    in: await endOfWholeFrames(files, 'in', last, pause),
    out: await endOfWholeFrames(files, 'out', last, pause),
  };
  return {
    whole: [...stretches.slice(0, -1), { ...last, to }],
    sizes: { ...sizes, 'in.bytes': to.in, 'out.bytes': to.out },
    bytesCut: last.to.in - to.in + last.to.out - to.out,
  };
}

/**
 * Says in the files that this process writes them now, and cuts them to what counts of them; false
 * if they cannot be written to.
 */
function prepareFiles({ folder, head, sizes }: FoundCapture, files: CaptureFiles): boolean {
  try {
    writeHeadFile(folder, head);
    for (const name of [...dataFiles, journalFile] as const) files.truncate(name, sizes[name]);
    return true;
  } catch {
    return false;
  }
}

function repairText(
  { head, journal, good }: FoundCapture,
  beingWritten: boolean,
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
