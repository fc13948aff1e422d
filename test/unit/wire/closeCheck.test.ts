import assert from 'node:assert/strict';
import { CloseCheck } from '../../../src/wire/closeCheck';
import { findingsOf } from '../../../src/wire/finding';
import { applyMask } from '../../../src/wire/masking';
import { everyCut } from '../../support/cuts';

function codes(payload: Uint8Array, whole = true): string[] {
  const key = 0x81c2a3f4;
  const masked = Buffer.from(payload);
  applyMask(masked, key);
  const check = new CloseCheck();
  const found = new Set<string>();
  for (const pieces of everyCut(masked)) {
    check.beginFrame();
    let offset = 0;
    for (const piece of pieces) {
      check.push(piece, 0, piece.length, key, offset);
      offset += piece.length;
    }
    found.add(
      findingsOf(check.endFrame(whole))
        .map(({ code }) => code)
        .join(),
    );
  }
  assert.equal(found.size, 1, 'the same wherever it is cut');
  return [...found].filter((code) => code !== '');
}

const close = (code: number, reason = Buffer.of()) =>
  Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason]);

describe('closeCheck', () => {
  it('accepts an empty payload, and a legal code with and without a reason', () => {
    assert.deepEqual(codes(Buffer.of()), []);
    assert.deepEqual(codes(close(1000)), []);
    assert.deepEqual(codes(close(4999, Buffer.from('bis später, 再见'))), []);
  });

  it('finds a single byte', () => {
    assert.deepEqual(codes(Buffer.of(3)), ['close-payload-one-byte']);
  });

  it('finds codes that no close frame may carry', () => {
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535]) {
      assert.deepEqual(codes(close(code)), ['close-code-invalid']);
    }
  });

  it('finds a reason that is not UTF-8 or ends inside a character', () => {
    assert.deepEqual(codes(close(1000, Buffer.of(0xff))), ['close-reason-not-utf8']);
    assert.deepEqual(codes(close(1000, Buffer.of(0xe2, 0x82))), ['close-reason-not-utf8']);
  });

  it('does not take what is missing for a fault', () => {
    assert.deepEqual(codes(Buffer.of(3), false), []);
    assert.deepEqual(codes(close(1000, Buffer.of(0xe2, 0x82)), false), []);
    assert.deepEqual(codes(close(1000, Buffer.of(0xff)), false), ['close-reason-not-utf8']);
  });
});
