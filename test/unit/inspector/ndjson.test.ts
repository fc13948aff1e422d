import assert from 'node:assert/strict';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import type { ConnectionEvent } from '../../../src/capture/connectionEvent';
import { ndjsonOf } from '../../../src/inspector/ndjson';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { encodeFrame } from '../../support/encodeFrame';
import { captureOfFrames, type FrameToCapture } from './support/captureOfFrames';
import { joined } from './support/joined';

interface Line {
  readonly us: number;
  readonly maskKey: string | null;
  readonly rsv: readonly number[];
  readonly payload: string;
  readonly message?: { readonly text?: string };
  readonly findings: readonly { readonly section: string; readonly severity: string }[];
}

function lineOf(capture: Capture, row: number): Line {
  return JSON.parse(joined(...ndjsonOf(capture, row))) as Line;
}

function lines(frames: readonly FrameToCapture[]): Line[] {
  const capture = captureOfFrames(frames);
  return frames.map((_, row) => lineOf(capture, row));
}

describe('ndjsonOf', () => {
  it('gives all fields of a frame, and the message that it completes', () => {
    const payload = Buffer.from('Grüße "\n"');
    const [first, second] = lines([
      { opcode: 2, payload: Buffer.of(1) },
      { opcode: 1, payload, maskingKey: 0x00_ff_01_02, direction: 'out' },
    ]);
    assert.deepEqual(second, {
      type: 'frame',
      row: 1,
      dir: 'out',
      us: 5,
      fin: true,
      rsv: [0, 0, 0],
      opcode: 1,
      masked: true,
      maskKey: '00ff0102',
      headerLength: 6,
      payloadLength: payload.length,
      offset: 0,
      payload: payload.toString('base64'),
      message: { id: 1, first: 1, last: 1, compressed: false, text: 'Grüße "\n"' },
      findings: [],
    });
    assert.equal(first?.maskKey, null);
    assert.deepEqual(first?.message, {
      id: 0,
      first: 0,
      last: 0,
      compressed: false,
      base64: 'AQ==',
    });
  });

  it('puts a message of several frames on its last one, past control frames', () => {
    const [first, ping, last] = lines([
      { opcode: 1, fin: false, payload: Buffer.from('a') },
      { opcode: 9 },
      { opcode: 0, payload: Buffer.from('b') },
    ]);
    assert.equal(first?.message, undefined);
    assert.equal(ping?.message, undefined);
    assert.deepEqual(last?.message, { id: 0, first: 0, last: 2, compressed: false, text: 'ab' });
  });

  it('gives a text that is no UTF-8 as base64, with the finding in words', () => {
    const [line] = lines([{ opcode: 1, payload: Buffer.of(0xff) }]);
    assert.deepEqual(line?.message, {
      id: 0,
      first: 0,
      last: 0,
      compressed: false,
      base64: '/w==',
    });
    const finding = line?.findings[0];
    assert.equal(finding?.severity, 'error');
    assert.match(finding?.section ?? '', /^RFC 6455/);
  });

  it('gives a compressed message inflated, the payload as it was', () => {
    const frame = { opcode: 1, rsv: 4, payload: Buffer.of(0xf2, 0x48, 0xcd, 0x01, 0x00) };
    const capture = captureOfFrames([frame], { permessageDeflate: true });
    const read = () => lineOf(capture, 0);
    const facts = { id: 0, first: 0, last: 0, compressed: true };
    assert.deepEqual(read().message, facts, 'nothing is known of it before it is inflated');
    capture.keepInflated(0, { bytes: Buffer.from('Hey'), length: 3, problem: undefined });
    assert.deepEqual(read().message, { ...facts, text: 'Hey' });
    assert.equal(read().payload, frame.payload.toString('base64'));
    assert.deepEqual(read().rsv, [1, 0, 0]);
  });

  it('says why a compressed message is not there', () => {
    const frame = { opcode: 1, rsv: 4, payload: Buffer.of(0xf2, 0x48, 0xcd, 0x01, 0x00) };
    const capture = captureOfFrames([frame], { permessageDeflate: true });
    const problem = 'Only the first 16 MB of this message are kept.';
    capture.keepInflated(0, { bytes: Buffer.from('Hey'), length: 17_000_000, problem });
    const { message } = lineOf(capture, 0);
    assert.deepEqual(message, { id: 0, first: 0, last: 0, compressed: true, problem });
  });

  it('parts no character and no base64 group of a large message', () => {
    const text = 'x€'.repeat(100_000);
    const [line] = lines([{ opcode: 1, payload: Buffer.from(text) }]);
    assert.equal(line?.message?.text, text);
    assert.equal(Buffer.from(line?.payload ?? '', 'base64').toString(), text);
  });

  it('gives what a status says for programs, and counts from the opening', () => {
    const open = {
      type: 'open',
      local: { address: '127.0.0.1', port: 40_000, family: 'IPv4' },
      remote: null,
      subprotocol: '',
      extensions: 'permessage-deflate',
      request: 'GET / HTTP/1.1\r\n\r\n',
      response: '',
    } as const;
    const close = { type: 'close', code: 1000, reason: '"', by: 'remote', clean: true } as const;
    const capture = new Capture({ memory: new CaptureMemory(1e6), startUs: 100, startWallMs: 0 });
    capture.beginConnection();
    const status = (timeUs: number, event: ConnectionEvent) =>
      capture.appendStatus(timeUs, { severity: 'info', text: 'x', detail: undefined, event });
    assert.deepEqual(lineOf(capture, status(350, open)), open);
    const bytes = encodeFrame({ opcode: 9 });
    capture.appendBytes('in', bytes);
    const decoder = new FrameDecoder({
      sender: 'server',
      permessageDeflate: false,
      onFrame: (frame) => capture.appendFrame('in', 400, frame),
    });
    decoder.push(bytes);
    assert.equal(lineOf(capture, 1).us, 50);
    assert.deepEqual(lineOf(capture, status(500, close)), close);
  });

  it('gives nothing for a status that is for people only', () => {
    const capture = captureOfFrames([]);
    const row = capture.appendStatus(0, { severity: 'info', text: 'Open', detail: undefined });
    assert.deepEqual(ndjsonOf(capture, row), []);
  });
});
