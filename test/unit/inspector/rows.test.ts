import assert from 'node:assert/strict';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import { chosenRowsOf, rowsOf } from '../../../src/inspector/rows';
import { findingBit } from '../../../src/wire/finding';
import type { DecodedFrame } from '../../../src/wire/frameDecoder';

const ping: DecodedFrame = {
  position: 0,
  headerLength: 6,
  payloadLength: 2,
  payloadReceived: 2,
  firstByte: 0xb9,
  masked: true,
  maskingKey: 0,
  lengthBits: 7,
  findings: 0,
};

function captureOf(...frames: DecodedFrame[]): Capture {
  const capture = new Capture({ memory: new CaptureMemory(1e6), startUs: 100, startWallMs: 0 });
  capture.beginConnection();
  frames.forEach((frame, index) => {
    capture.appendBytes('out', Buffer.from('\0\0\0\0\0\0hi'));
    capture.appendFrame('out', 100 + 5 * index, { ...frame, position: 8 * index });
  });
  return capture;
}

describe('rowsOf', () => {
  it('gives what a line of the frame list shows', () => {
    assert.deepEqual(rowsOf(captureOf(ping, ping), 1, 2), [
      {
        row: 1,
        kind: 'frame',
        direction: 'out',
        timeUs: 5,
        deltaUs: 5,
        opcode: 9,
        fin: true,
        rsv1: false,
        rsv2: true,
        rsv3: true,
        masked: true,
        size: 2,
        severity: 'none',
        preview: 'hi',
      },
    ]);
  });

  it('takes the gravest finding for the severity', () => {
    const error = findingBit('reserved-bits');
    const warning = findingBit('length-uncountable');
    const frames = [0, warning, error, warning | error].map((findings) => ({ ...ping, findings }));
    assert.deepEqual(
      rowsOf(captureOf(...frames), 0, 4).map(({ severity }) => severity),
      ['none', 'warning', 'error', 'error'],
    );
  });

  it('gives statuses and nothing for an empty range', () => {
    const capture = captureOf();
    capture.appendStatus(700, { severity: 'error', text: 'Refused.', detail: undefined });
    const [row] = rowsOf(capture, 0, 1);
    assert.deepEqual(
      [row?.kind, row?.severity, row?.preview, row?.timeUs],
      ['status', 'error', 'Refused.', 600],
    );
    assert.deepEqual(rowsOf(capture, 1, 0), []);
  });
});

describe('chosenRowsOf', () => {
  it('counts the delta from the row that shows before', () => {
    const capture = captureOf(ping, ping, ping, ping);
    const deltas = (rows: number[], before?: number) =>
      chosenRowsOf(capture, rows, before).map(({ row, deltaUs }) => [row, deltaUs]);
    assert.deepEqual(deltas([0, 3]), [
      [0, 0],
      [3, 15],
    ]);
    assert.deepEqual(deltas([3], 1), [[3, 10]]);
  });
});
