import type { Direction } from '../wire/direction';
import { FrameDecoder, type DecodedFrame } from '../wire/frameDecoder';
import type { Capture } from './capture';
import type { CaptureFiles } from './captureFiles';
import { statusOf, type StoredStatus } from './captureFormat';
import type { Journal } from './journal';
import type { Pause } from './pause';

/** Bytes that are decoded before a pause: about 5 ms with small frames. */
const partSize = 256 * 1024;

/** The frames of a connection that the index does not hold. */
export interface Stretch {
  /** Set if the whole connection is missing in the index. */
  readonly begins: Journal['connections'][number] | undefined;
  readonly permessageDeflate: boolean;
  readonly from: Readonly<Record<Direction, number>>;
  readonly to: Readonly<Record<Direction, number>>;
  /** Where a message begins of which the index holds fragments: findings depend on them. */
  readonly openFrom: Readonly<Record<Direction, number>>;
  /** Status rows of the connection that the index does not hold, in their order. */
  readonly statuses: readonly StoredStatus[];
  /** Whether the connection ended there, so that an incomplete frame is one that was cut short. */
  readonly ended: boolean;
}

/**
 * Position after the last whole frame of a direction.
 *
 * @param from where a frame begins
 */
export async function endOfWholeFrames(
  files: CaptureFiles,
  direction: Direction,
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  pause: Pause,
): Promise<number> {
  let end = from[direction];
  const decoder = new FrameDecoder({
    sender: senderOf(direction),
    permessageDeflate: true,
    startPosition: end,
    onFrame: (frame) => {
      end = endOf(frame);
    },
  });
  await pushBytes(decoder, files, direction, end, to[direction], pause);
  return end;
}

/**
 * Appends the rows of a stretch anew. In which order the two directions came is no longer known,
 * nor when: what was received comes first, all at the last known time. Status rows keep their
 * numbers as far as possible.
 */
export async function decodeAgain(
  capture: Capture,
  files: CaptureFiles,
  stretch: Stretch,
  pause: Pause,
): Promise<void> {
  if (stretch.begins) {
    capture.beginConnection(stretch.begins.url, stretch.begins);
    capture.setPermessageDeflate(stretch.permessageDeflate);
  }
  const statuses = [...stretch.statuses];
  const appendStatuses = (wanted: (status: StoredStatus) => boolean) => {
    for (let next = statuses[0]; next && wanted(next); next = statuses[0]) {
      capture.appendStatus(capture.clockUs(next.timeUs), statusOf(next));
      statuses.shift();
    }
  };
  for (const direction of ['in', 'out'] as const) {
    const decoder = new FrameDecoder({
      sender: senderOf(direction),
      permessageDeflate: stretch.permessageDeflate,
      startPosition: stretch.openFrom[direction],
      onFrame: (frame) => {
        if (frame.position < stretch.from[direction]) return;
        appendStatuses(({ row }) => row <= capture.total);
        capture.appendFrame(direction, capture.clockUs(capture.timeUs(capture.total - 1)), frame);
      },
    });
    const from = stretch.openFrom[direction];
    await pushBytes(decoder, files, direction, from, stretch.to[direction], pause);
    if (stretch.ended) decoder.end();
  }
  appendStatuses(() => true);
}

async function pushBytes(
  decoder: FrameDecoder,
  files: CaptureFiles,
  direction: Direction,
  from: number,
  to: number,
  pause: Pause,
): Promise<void> {
  for (let at = from; at < to; at += partSize) {
    decoder.push(files.read(`${direction}.bytes`, at, Math.min(partSize, to - at)));
    await pause();
  }
}

function endOf({ position, headerLength, payloadReceived }: DecodedFrame): number {
  return position + headerLength + payloadReceived;
}

function senderOf(direction: Direction): 'client' | 'server' {
  return direction === 'out' ? 'client' : 'server';
}
