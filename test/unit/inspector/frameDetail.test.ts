import assert from 'node:assert/strict';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import { frameDetailOf } from '../../../src/inspector/frameDetail';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { encodeFrame, type FrameToEncode } from '../../support/encodeFrame';

function captureOf(frames: FrameToEncode[], { permessageDeflate = false, memoryLimit = 1e6 } = {}) {
  const capture = new Capture({
    memory: new CaptureMemory(memoryLimit),
    startUs: 100,
    startWallMs: 5000,
  });
  capture.beginConnection();
  capture.setPermessageDeflate(permessageDeflate);
  const decoder = new FrameDecoder({
    sender: 'client',
    permessageDeflate,
    onFrame: (frame) => capture.appendFrame('out', 2100, frame),
  });
  for (const frame of frames) {
    const bytes = encodeFrame(frame);
    capture.appendBytes('out', bytes);
    decoder.push(bytes);
  }
  return capture;
}

const payload = Buffer.from('hi');

function problemOf(capture: Capture, row: number): string | undefined {
  const detail = frameDetailOf(capture, row);
  assert.ok(detail?.kind === 'frame');
  return detail.message?.problem;
}

describe('frameDetailOf', () => {
  it('gives the fields of the frame and the facts of its message', () => {
    const capture = captureOf([{ opcode: 1, payload, maskingKey: 0xab }]);
    assert.deepEqual(frameDetailOf(capture, 0), {
      kind: 'frame',
      fields: {
        row: 0,
        direction: 'out',
        timeUs: 2000,
        wallMs: 5002,
        fin: true,
        rsv1: false,
        rsv2: false,
        rsv3: false,
        opcode: 1,
        masked: true,
        maskingKey: '000000ab',
        lengthBits: 7,
        headerLength: 6,
        payloadLength: 2,
        payloadReceived: 2,
        position: 0,
        findings: [],
      },
      message: {
        opcode: 1,
        firstRow: 0,
        lastRow: 0,
        fragments: 1,
        compressed: false,
        wireLength: 2,
        length: 2,
        durationUs: 0,
        parts: [],
        problem: undefined,
      },
    });
  });

  it('puts findings in words', () => {
    const detail = frameDetailOf(captureOf([{ opcode: 9, payload }]), 0);
    assert.ok(detail?.kind === 'frame');
    assert.equal(detail.message, undefined, 'a ping is no part of a message');
    assert.equal(detail.fields.maskingKey, '');
    const [finding, ...others] = detail.fields.findings;
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...finding, text: undefined },
      {
        code: 'unmasked-from-client',
        severity: 'error',
        section: 'RFC 6455 §5.1',
        text: undefined,
      },
    );
    assert.match(finding?.text ?? '', /must mask/);
  });

  it('says why a message cannot be read', () => {
    const first = { opcode: 1, rsv: 0b100, fin: false, payload, maskingKey: 1 };
    const last = { opcode: 0, payload, maskingKey: 1 };
    const deflate = { permessageDeflate: true };
    assert.match(problemOf(captureOf([first], deflate), 0) ?? '', /Fragments are missing/);
    const whole = captureOf([first, last], deflate);
    assert.match(problemOf(whole, 0) ?? '', /could not be inflated/);
    const problem = 'This message cannot be inflated: invalid distance.';
    whole.keepInflated(0, { bytes: new Uint8Array(0), length: undefined, problem });
    assert.equal(problemOf(whole, 1), problem);
    const small = captureOf([{ ...first, rsv: 0 }, last], { memoryLimit: 500 });
    assert.match(problemOf(small, 1) ?? '', /memory limit/);
  });

  it('gives a status with its detail, and nothing for a row that is not there', () => {
    const capture = captureOf([]);
    capture.appendStatus(1100, { severity: 'info', text: 'Open', detail: 'GET /' });
    assert.deepEqual(frameDetailOf(capture, 0), {
      kind: 'status',
      row: 0,
      timeUs: 1000,
      wallMs: 5001,
      severity: 'info',
      text: 'Open',
      detail: 'GET /',
    });
    assert.equal(frameDetailOf(capture, 1), undefined);
  });
});
