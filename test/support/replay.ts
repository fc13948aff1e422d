import { Capture } from '../../src/capture/capture';
import { CaptureMemory } from '../../src/capture/captureMemory';
import { rowText } from '../../src/inspector/rowText';
import { defaultHabits } from '../../src/protocol/engineHabits';
import { nowUs } from '../../src/session/clock';
import { DirectionRecorder } from '../../src/session/directionRecorder';
import { readPermessageDeflate } from '../../src/session/permessageDeflate';
import type { Direction } from '../../src/wire/direction';
import { readPrinted, type FrameLine } from './frameLines';
import type { Recording } from './recorder';
import { readRecording } from './referenceFrames';

/** Bytes that are handed over at once; no multiple of anything, so that frames are cut anywhere. */
const chunkSize = 4_001;

/**
 * What our own recording of a connection lists that somebody else's client had: its bytes go the
 * way that those of a tapped socket go.
 */
export async function replay({ fromClient, fromServer }: Recording): Promise<readonly FrameLine[]> {
  const capture = new Capture({
    memory: new CaptureMemory(1e9),
    startUs: nowUs(),
    startWallMs: Date.now(),
  });
  const starts = capture.beginConnection();
  const recorderOf = (direction: Direction) =>
    new DirectionRecorder({
      direction,
      capture,
      startPosition: starts[direction],
      onCloseFrame: () => {},
      onChange: () => {},
      onPressure: () => {},
    });
  const recorders = { out: recorderOf('out'), in: recorderOf('in') };
  const heads = { out: readRecording(fromClient).head, in: readRecording(fromServer).head };
  const deflate = readPermessageDeflate(
    /^sec-websocket-extensions: *(.*)\r$/im.exec(heads.in)?.[1] ?? '',
    defaultHabits.deflate,
  );
  capture.setPermessageDeflate(deflate !== undefined);
  for (const [direction, bytes] of [
    ['out', fromClient],
    ['in', fromServer],
  ] as const) {
    const recorder = recorders[direction];
    recorder.push(bytes.subarray(0, heads[direction].length));
    recorder.open(deflate?.[direction]);
    for (let at = heads[direction].length; at < bytes.length; at += chunkSize) {
      recorder.push(bytes.subarray(at, at + chunkSize));
    }
    recorder.end();
    await recorder.inflated();
  }
  const rows = Array.from({ length: capture.total }, (_, row) => row);
  const text = Array.from(rowText(capture, rows, 'ndjson'), (part) => part.text).join('');
  return readPrinted(text).frames;
}
