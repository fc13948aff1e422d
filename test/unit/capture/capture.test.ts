import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Capture } from '../../../src/capture/capture';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import type { CaptureStorage } from '../../../src/capture/captureStorage';
import { chunkOverhead } from '../../../src/capture/chunkLog';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { bytesPerMessage } from '../../../src/capture/inflatedStore';
import { findingBit } from '../../../src/wire/finding';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { CaptureFeed } from './support/captureFeed';

describe('Capture', () => {
  it('gives the facts of each frame', () => {
    const { capture } = new CaptureFeed()
      .connect()
      .text('in', 'hello')
      .text('out', 'x'.repeat(200));
    assert.equal(capture.total, 2);
    assert.deepEqual(capture.frame(1), {
      direction: 'out',
      firstByte: 0x81,
      masked: true,
      maskingKey: 0x11223344,
      lengthBits: 16,
      headerLength: 8,
      payloadLength: 200,
      payloadReceived: 200,
      position: 0,
      findings: 0,
      bytesKept: true,
      message: { opcode: Opcode.text, firstRow: 1, compressed: false },
    });
    assert.equal(capture.frame(0)?.masked, false);
    assert.equal(capture.frame(2), undefined);
    assert.equal(capture.frame(-1), undefined);
  });

  it('counts time from its start, and each row from the one before', () => {
    const { capture } = new CaptureFeed().connect().text('in', 'a').text('in', 'b').text('in', 'c');
    assert.deepEqual([capture.timeUs(0), capture.timeUs(2)], [0, 2]);
    assert.deepEqual([capture.deltaUs(0), capture.deltaUs(2)], [0, 1]);
  });

  it('reads a frame as it crossed the wire and its payload unmasked, from any offset', () => {
    const feed = new CaptureFeed().connect().text('in', 'before').text('out', 'payload');
    const wire = encodeFrame({
      opcode: 1,
      payload: Buffer.from('payload'),
      maskingKey: 0x11223344,
    });
    assert.deepEqual(Buffer.from(feed.capture.bytes(1, 'frame', 0, 100).bytes), Buffer.from(wire));
    assert.equal(feed.capture.bytes(1, 'frame', 0, 3).total, wire.length);
    for (let offset = 0; offset <= 8; offset++) {
      assert.equal(feed.read(1, 'payload', offset), 'payload'.slice(offset));
      assert.equal(feed.read(1, 'payload', offset, 2), 'payload'.slice(offset, offset + 2));
    }
  });

  it('joins the fragments of a message between control frames, from any offset', () => {
    const feed = new CaptureFeed().connect();
    feed.text('in', 'Hel', { fin: false });
    feed.frame('in', { opcode: Opcode.ping, payload: Buffer.from('?') });
    feed.text('out', 'meanwhile');
    feed.text('in', 'lo, ', { opcode: Opcode.continuation, fin: false });
    const missing = feed.capture.message(0);
    feed.text('in', 'world', { opcode: Opcode.continuation });
    assert.deepEqual(missing, {
      opcode: Opcode.text,
      firstRow: 0,
      lastRow: undefined,
      fragments: 2,
      compressed: false,
      wireLength: 7,
      bytesKept: true,
    });
    for (const row of [0, 3, 4]) {
      assert.deepEqual(feed.capture.message(row), {
        ...missing,
        lastRow: 4,
        fragments: 3,
        wireLength: 12,
      });
      for (let offset = 0; offset <= 12; offset++) {
        assert.equal(feed.read(row, 'message', offset), 'Hello, world'.slice(offset));
        assert.equal(
          feed.read(row, 'message', offset, 5),
          'Hello, world'.slice(offset, offset + 5),
        );
      }
      assert.equal(feed.capture.bytes(row, 'message', 0, 1).total, 12);
    }
    assert.equal(feed.capture.message(1), undefined, 'a ping is no part of a message');
    assert.equal(feed.read(1, 'message'), '?', 'the message of a control frame is its payload');
    assert.equal(feed.read(3, 'payload'), 'lo, ');
  });

  it('takes a continuation that continues nothing for no message', () => {
    const { capture } = new CaptureFeed()
      .connect()
      .text('in', 'x', { opcode: Opcode.continuation });
    assert.equal(capture.frame(0)?.message, undefined);
    assert.equal(capture.message(0), undefined);
  });

  it('does not continue a message of the connection before', () => {
    const feed = new CaptureFeed().connect().text('in', 'x', { fin: false }).disconnect();
    feed.connect().text('in', 'y', { opcode: Opcode.continuation });
    assert.equal(feed.capture.message(1), undefined);
    assert.equal(feed.capture.message(0)?.fragments, 1);
  });

  it('counts positions from the start of the own connection', () => {
    const feed = new CaptureFeed().connect().text('in', 'first').text('in', 'second').disconnect();
    feed.connect().text('in', 'third').text('in', 'fourth');
    const positions = [0, 1, 2, 3].map((row) => feed.capture.frame(row)?.position);
    assert.deepEqual(positions, [0, 7, 0, 7]);
    assert.equal(feed.read(3, 'payload'), 'fourth');
  });

  it('knows when the connection of a row opened', () => {
    const event = {
      type: 'open',
      local: null,
      remote: null,
      subprotocol: '',
      extensions: '',
      request: '',
      response: '',
    } as const;
    const status = { severity: 'info', text: 'Open', detail: undefined, event } as const;
    const feed = new CaptureFeed({ memoryLimit: 8_000 }).connect().text('in', 'not known');
    assert.equal(feed.capture.openedUs(0), 0);
    feed.disconnect().connect().capture.appendStatus(1500, status);
    feed.text('in', 'first');
    feed.disconnect().connect().capture.appendStatus(2500, status);
    feed.text('in', 'second');
    assert.deepEqual(
      [1, 2, 3, 4].map((row) => feed.capture.openedUs(row)),
      [500, 500, 1500, 1500],
    );
    for (let row = 5; row < 100; row++) feed.text('in', '.'.repeat(100));
    assert.ok(feed.capture.first > 4, 'the opening itself is gone');
    assert.equal(feed.capture.openedUs(99), 1500);
  });

  it('keeps statuses in the same sequence', () => {
    const feed = new CaptureFeed();
    const status = { severity: 'info', text: 'Connecting', detail: undefined } as const;
    assert.equal(feed.capture.appendStatus(1000, status), 0);
    feed.connect().text('in', 'a');
    assert.equal(feed.capture.appendStatus(2500, { ...status, severity: 'error' }), 2);
    assert.deepEqual(feed.capture.status(0), status);
    assert.equal(feed.capture.status(1), undefined);
    assert.equal(feed.capture.frame(0), undefined);
    assert.equal(feed.capture.message(0), undefined);
    assert.deepEqual(feed.capture.bytes(0, 'frame', 0, 9).total, 0);
    assert.equal(feed.capture.timeUs(2), 1500);
  });

  it('keeps what came of a frame that was cut short', () => {
    const feed = new CaptureFeed().connect();
    feed.push('in', encodeFrame({ opcode: 1, payload: Buffer.from('0123456789') }).subarray(0, 7));
    feed.disconnect();
    const frame = feed.capture.frame(0);
    assert.deepEqual([frame?.payloadLength, frame?.payloadReceived], [10, 5]);
    assert.ok((frame?.findings ?? 0) & findingBit('truncated'));
    assert.equal(feed.read(0, 'payload'), '01234');
    assert.equal(feed.capture.bytes(0, 'frame', 0, 100).bytes.length, 7);
    assert.equal(feed.capture.message(0)?.lastRow, undefined);
  });

  describe('with permessage-deflate', () => {
    const compressed = { opcode: Opcode.text, rsv: 0b100, payload: Buffer.from([1, 2, 3]) };

    it('reads a compressed message after it was inflated, and not before', () => {
      const feed = new CaptureFeed().connect(true).frame('in', { ...compressed, fin: false });
      feed.frame('in', { opcode: Opcode.continuation, payload: Buffer.from([4]) });
      assert.equal(feed.capture.frame(1)?.message?.compressed, true);
      assert.equal(feed.capture.bytes(0, 'message', 0, 9).total, 0);
      const inflated = { bytes: Buffer.from('hello'), length: 5, problem: undefined };
      feed.capture.keepInflated(0, inflated);
      assert.equal(feed.read(1, 'message', 1, 3), 'ell');
      assert.deepEqual(feed.capture.inflatedMessage(0), { kept: 5, length: 5, problem: undefined });
      assert.deepEqual([...feed.capture.compressedBytes(1, 0, 9).bytes], [1, 2, 3, 4]);
      assert.deepEqual([...feed.capture.bytes(1, 'payload', 0, 9).bytes], [4]);
    });

    it('takes RSV1 for compression only if it was negotiated', () => {
      const plain = new CaptureFeed().connect(false).frame('in', compressed);
      assert.equal(plain.capture.frame(0)?.message?.compressed, false);
      const negotiated = new CaptureFeed().connect(true).frame('in', { ...compressed, rsv: 0 });
      assert.equal(negotiated.capture.frame(0)?.message?.compressed, false);
    });

    it('counts inflated messages as memory and lets them go with their row', () => {
      const feed = new CaptureFeed().connect(true).frame('in', compressed);
      const before = feed.capture.memoryUsed;
      const inflated = { bytes: new Uint8Array(5000), length: 5000, problem: undefined };
      feed.capture.keepInflated(0, inflated);
      assert.equal(feed.capture.memoryUsed, before + 5000 + chunkOverhead + bytesPerMessage);
      feed.text('in', 'next');
      feed.memory.limit = 1000;
      assert.equal(feed.capture.first, 1);
      assert.equal(feed.capture.inflatedMessage(0), undefined);
      feed.capture.keepInflated(0, inflated);
      assert.equal(feed.capture.inflatedMessage(0), undefined, 'its row is gone');
    });
  });

  describe('when rows are let go', () => {
    it('frees what they took, and keeps the rest', () => {
      const feed = new CaptureFeed().connect();
      for (let row = 0; row < 100; row++) feed.text('in', String(row).padStart(2, '0'));
      const { memoryUsed } = feed.capture;
      feed.capture.letGo(90);
      assert.equal(feed.capture.first, 90);
      assert.equal(feed.capture.memoryUsed, memoryUsed / 10);
      assert.equal(feed.read(90, 'payload'), '90');
      feed.capture.letGo(1000);
      feed.text('in', 'new');
      assert.deepEqual([feed.capture.first, feed.read(100, 'payload')], [100, 'new']);
    });

    it('keeps a message that goes on behind them, complete or not', () => {
      const feed = new CaptureFeed().connect().text('in', 'a').text('out', 'b', { fin: false });
      feed.text('in', 'c', { fin: false }).text('in', 'd').text('out', 'e', { opcode: 0 });
      feed.capture.letGo(4);
      assert.equal(feed.capture.first, 1);
      assert.equal(feed.read(4, 'message'), 'be');
      feed.capture.letGo(5);
      assert.equal(feed.capture.first, 5);
      feed.text('in', 'f', { fin: false });
      feed.capture.letGo(6);
      assert.equal(feed.text('in', 'g', { opcode: 0 }).read(6, 'message'), 'fg');
    });

    it('keeps what is in files', () => {
      const storage: CaptureStorage = {
        facts: { path: '', bytesOnDisk: 0, problem: undefined },
        writing: true,
        whole: undefined,
        underPressure: false,
        attach: () => {},
        note: () => {},
        notePage: () => {},
        changed: () => {},
        finish: () => {},
        close: () => {},
      };
      const capture = new Capture({
        memory: new CaptureMemory(1e9),
        startUs: 0,
        startWallMs: 0,
        storage,
      });
      capture.appendStatus(0, { severity: 'info', text: 'Connecting', detail: undefined });
      capture.letGo(1);
      assert.equal(capture.first, 0);
    });
  });

  describe('at its memory limit', () => {
    const frameMemory = 102 + chunkOverhead + bytesPerRow;

    it('lets the oldest rows go and keeps the others whole', () => {
      const feed = new CaptureFeed({ memoryLimit: 10 * frameMemory }).connect();
      for (let row = 0; row < 100; row++) feed.text('in', String(row).padStart(100, '.'));
      assert.deepEqual([feed.capture.first, feed.capture.total], [90, 100]);
      assert.ok(feed.capture.memoryUsed <= feed.memory.limit);
      assert.equal(feed.capture.frame(89), undefined);
      assert.equal(feed.capture.bytes(89, 'payload', 0, 9).total, 0);
      for (let row = 90; row < 100; row++) {
        assert.equal(feed.read(row, 'payload'), String(row).padStart(100, '.'));
        assert.equal(feed.capture.frame(row)?.position, row * 102);
        assert.equal(feed.capture.deltaUs(row), 1);
      }
    });

    it('lets statuses go as well', () => {
      const feed = new CaptureFeed({ memoryLimit: 10 * frameMemory });
      feed.capture.appendStatus(0, { severity: 'info', text: 'Connecting', detail: undefined });
      feed.connect();
      for (let row = 0; row < 20; row++) feed.text('in', '.'.repeat(100));
      assert.equal(feed.capture.status(0), undefined);
    });

    it('gives what is left of a message whose beginning is gone', () => {
      const feed = new CaptureFeed({ memoryLimit: 2 * frameMemory })
        .connect()
        .text('in', 'a'.repeat(100), { fin: false });
      feed.text('in', 'b'.repeat(100), { opcode: Opcode.continuation, fin: false });
      feed.text('in', 'c'.repeat(100), { opcode: Opcode.continuation });
      const message = feed.capture.message(2);
      assert.deepEqual(
        [message?.firstRow, message?.lastRow, message?.fragments, message?.bytesKept],
        [0, 2, 2, false],
      );
      assert.equal(feed.read(2, 'message'), 'b'.repeat(100) + 'c'.repeat(100));
    });

    it('lets a frame larger than the limit be seen without its bytes', () => {
      const feed = new CaptureFeed({ memoryLimit: 2000 }).connect().text('in', 'before');
      const large = encodeFrame({ opcode: Opcode.binary, payload: new Uint8Array(10_000) });
      for (let at = 0; at < large.length; at += 500) {
        feed.push('in', large.subarray(at, at + 500));
        assert.ok(feed.capture.memoryUsed <= 2000);
      }
      assert.deepEqual([feed.capture.first, feed.capture.total], [1, 2]);
      assert.equal(feed.capture.frame(1)?.payloadLength, 10_000);
      assert.equal(feed.capture.frame(1)?.bytesKept, false);
      assert.equal(feed.capture.message(1)?.bytesKept, false);
      assert.equal(feed.capture.memoryUsed, bytesPerRow, 'its last bytes went as well');
      for (const view of ['frame', 'payload', 'message'] as const) {
        assert.equal(feed.capture.bytes(1, view, 0, 100).total, 0);
      }
      feed.text('in', 'after');
      assert.equal(feed.read(feed.capture.total - 1, 'payload'), 'after');
    });

    it('keeps the newest row whatever the limit', () => {
      const feed = new CaptureFeed({ memoryLimit: 0 }).connect().text('in', 'a').text('out', 'b');
      assert.deepEqual([feed.capture.first, feed.capture.total], [1, 2]);
      assert.equal(feed.capture.frame(1)?.direction, 'out');
    });

    it('counts no byte twice and forgets none', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.constantFrom('in' as const, 'out' as const), fc.nat(300))),
          fc.nat(5000),
          (frames, memoryLimit) => {
            const feed = new CaptureFeed({ memoryLimit: memoryLimit }).connect();
            for (const [direction, length] of frames) feed.text(direction, 'x'.repeat(length));
            const { capture } = feed;
            assert.ok(capture.memoryUsed <= memoryLimit || capture.total - capture.first <= 1);
            for (let row = capture.first; row < capture.total; row++) {
              const length = frames[row]?.[1] ?? -1;
              if (capture.frame(row)?.bytesKept) {
                assert.equal(feed.read(row, 'payload'), 'x'.repeat(length));
              } else {
                assert.ok(length + chunkOverhead > memoryLimit - 14, 'only the too large ones');
              }
            }
            feed.memory.limit = 0;
            assert.ok(capture.memoryUsed <= bytesPerRow + 310 + chunkOverhead);
          },
        ),
      );
    });
  });
});
