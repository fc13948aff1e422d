import assert from 'node:assert/strict';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import { previewOf } from '../../../src/inspector/preview';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame, type FrameToEncode } from '../../support/encodeFrame';

/** A capture of what a server sent. */
class Received {
  readonly capture: Capture;
  private readonly decoder: FrameDecoder;

  constructor({ permessageDeflate = false, memoryLimit = 1e9 } = {}) {
    this.capture = new Capture({
      memory: new CaptureMemory(memoryLimit),
      startUs: 0,
      startWallMs: 0,
    });
    this.capture.beginConnection();
    this.capture.setPermessageDeflate(permessageDeflate);
    this.decoder = new FrameDecoder({
      sender: 'server',
      permessageDeflate,
      onFrame: (frame) => this.capture.appendFrame('in', 0, frame),
    });
  }

  frame(opcode: number, payload: string | Uint8Array, more: Partial<FrameToEncode> = {}): this {
    return this.bytes(encodeFrame({ opcode, payload: Buffer.from(payload), ...more }));
  }

  bytes(bytes: Uint8Array): this {
    this.capture.appendBytes('in', bytes);
    this.decoder.push(bytes);
    return this;
  }

  end(): this {
    this.decoder.end();
    return this;
  }

  preview(row: number): string {
    return previewOf(this.capture, row);
  }
}

function previewOfFrame(opcode: number, payload: string | Uint8Array): string {
  return new Received().frame(opcode, payload).preview(0);
}

function closeWith(code: number, reason: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(code >> 8, code & 0xff), Buffer.from(reason)]);
}

function compressedMessage(): Received {
  return new Received({ permessageDeflate: true })
    .frame(Opcode.text, Uint8Array.of(1, 2), { rsv: 0b100, fin: false })
    .frame(Opcode.continuation, Uint8Array.of(3));
}

describe('previewOf', () => {
  it('shows short text whole, control characters made visible', () => {
    assert.equal(previewOfFrame(Opcode.text, 'Grüße\n{"a":1}'), 'Grüße␊{"a":1}');
    assert.equal(previewOfFrame(Opcode.text, ''), '');
  });

  it('shows the beginning and the end of long text', () => {
    const preview = previewOfFrame(Opcode.text, `START${'.'.repeat(10_000)}END`);
    assert.match(preview, /^START\.+ … \.+END$/);
    assert.ok(preview.length < 600);
  });

  it('cuts long text between characters', () => {
    for (let shift = 0; shift < 4; shift++) {
      const preview = previewOfFrame(Opcode.text, 'x'.repeat(shift) + '😀'.repeat(1000));
      assert.match(preview, /^x*(?:😀)+ … (?:😀)+$/u);
    }
  });

  it('reads little more than what it shows, however long the payload is', () => {
    for (const opcode of [Opcode.text, Opcode.binary]) {
      const { capture } = new Received().frame(opcode, new Uint8Array(10_000_000).fill(0x61));
      let copied = 0;
      const read = capture.bytes.bind(capture);
      capture.bytes = (row, view, offset, length) => {
        const part = read(row, view, offset, length);
        copied += part.bytes.length;
        return part;
      };
      assert.notEqual(previewOf(capture, 0), '');
      assert.ok(copied > 0 && copied < 1000, `${copied} bytes`);
    }
  });

  it('shows the beginning of binary payloads in hex', () => {
    assert.equal(previewOfFrame(Opcode.binary, Uint8Array.of(0, 1, 255)), '00 01 ff');
    assert.match(previewOfFrame(Opcode.binary, new Uint8Array(49)), /^(00 ){48}…$/);
  });

  it('shows pings and pongs as text if they look like text, else in hex', () => {
    assert.equal(previewOfFrame(Opcode.ping, 'keep-alive'), 'keep-alive');
    assert.equal(previewOfFrame(Opcode.pong, Uint8Array.of(0, 0, 1)), '00 00 01');
    assert.equal(previewOfFrame(Opcode.pong, Uint8Array.of(0xc3)), 'c3');
    assert.equal(previewOfFrame(Opcode.ping, ''), '');
  });

  it('shows code, name and reason of a close frame', () => {
    assert.equal(previewOfFrame(Opcode.close, closeWith(1000, '')), '1000 Normal Closure');
    assert.equal(previewOfFrame(Opcode.close, closeWith(1001, 'bye\n')), '1001 Going Away: bye␊');
    assert.equal(previewOfFrame(Opcode.close, ''), 'no close code');
    assert.equal(previewOfFrame(Opcode.close, Uint8Array.of(3)), '03');
  });

  it('shows of each fragment its own payload, in the way of its message', () => {
    const received = new Received()
      .frame(Opcode.text, 'Hel', { fin: false })
      .frame(Opcode.continuation, 'lo')
      .frame(Opcode.binary, 'a', { fin: false })
      .frame(Opcode.continuation, 'b')
      .frame(Opcode.continuation, 'stray');
    const previews = [0, 1, 2, 3, 4].map((row) => received.preview(row));
    assert.deepEqual(previews, ['Hel', 'lo', '61', '62', 'stray']);
  });

  describe('of a compressed message', () => {
    it('shows the inflated text on its first frame', () => {
      const received = compressedMessage();
      assert.match(received.preview(0), /^\(compressed, .*\)$/);
      const bytes = Buffer.from('inflated');
      received.capture.keepInflated(0, { bytes, length: 8, problem: undefined });
      assert.equal(received.preview(0), 'inflated');
      assert.equal(received.preview(1), '(compressed) 03');
    });

    it('says why it cannot be read', () => {
      const received = compressedMessage();
      const problem = 'This message cannot be inflated: invalid distance.';
      received.capture.keepInflated(0, { bytes: new Uint8Array(0), length: undefined, problem });
      assert.equal(received.preview(0), `(${problem})`);
    });
  });

  it('says how much came of a frame that was cut short', () => {
    const bytes = encodeFrame({ opcode: Opcode.text, payload: Buffer.from('0123456789') });
    const inPayload = new Received().bytes(bytes.subarray(0, 6)).end();
    assert.equal(inPayload.preview(0), '0123 (cut short: 4 of 10 bytes)');
    const inHeader = new Received().bytes(bytes.subarray(0, 1)).end();
    assert.equal(inHeader.preview(0), '(cut short inside the header)');
  });

  it('says that a frame was too large to be kept', () => {
    const received = new Received({ memoryLimit: 5000 }).frame(Opcode.binary, new Uint8Array(9000));
    assert.match(received.preview(0), /^\(larger than the memory limit/);
  });

  it('shows the text of a status, and nothing for a row that is not there', () => {
    const { capture } = new Received();
    capture.appendStatus(0, { severity: 'error', text: 'Refused\u202e', detail: 'more' });
    assert.equal(previewOf(capture, 0), 'Refused<U+202E>');
    assert.equal(previewOf(capture, 1), '');
  });
});
