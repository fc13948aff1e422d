import assert from 'node:assert/strict';
import { mostFramesListed, readDraft } from '../../../src/wire/draftReading';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { encodeFrame, type FrameToEncode } from '../../support/encodeFrame';

const key = 0x37fa213d;

function bytesOf(frames: readonly FrameToEncode[]): Uint8Array {
  return Buffer.concat(frames.map((frame) => encodeFrame({ maskingKey: key, ...frame })));
}

/** A client's stream in which these bytes have been sent. */
function streamAfter(sent: Uint8Array, permessageDeflate = false): FrameDecoder {
  const decoder = new FrameDecoder({ sender: 'client', permessageDeflate, onFrame: () => {} });
  decoder.push(sent);
  return decoder;
}

function codesOf(draft: Uint8Array, decoder = streamAfter(Buffer.of())): string[] {
  return readDraft([draft], decoder).findings.map(({ code }) => code);
}

describe('readDraft', () => {
  it('finds nothing in what keeps the rules', () => {
    const text = Buffer.from('hi');
    const reading = readDraft([bytesOf([{ opcode: 1, payload: text }])], streamAfter(Buffer.of()));
    assert.deepEqual(reading.findings, []);
    assert.equal(reading.frameCount, 1);
    assert.equal(reading.frames[0]?.payloadLength, 2);
  });

  const illegal: [what: string, frame: FrameToEncode, code: string][] = [
    ['RSV1 without an extension', { opcode: 1, rsv: 4 }, 'reserved-bits'],
    ['RSV2', { opcode: 1, rsv: 2 }, 'reserved-bits'],
    ['RSV3', { opcode: 1, rsv: 1 }, 'reserved-bits'],
    ['opcode 3', { opcode: 3 }, 'reserved-opcode'],
    ['opcode 15', { opcode: 15 }, 'reserved-opcode'],
    ['no mask', { opcode: 1, maskingKey: undefined }, 'unmasked-from-client'],
    ['a fragmented ping', { opcode: 9, fin: false }, 'fragmented-control'],
    ['a ping of 126 bytes', { opcode: 9, payload: Buffer.alloc(126) }, 'oversized-control'],
    ['a length that is not minimal', { opcode: 1, lengthBits: 16 }, 'non-minimal-length'],
    ['a stray continuation', { opcode: 0 }, 'continuation-without-message'],
    ['the close code 1005', { opcode: 8, payload: Buffer.of(3, 237) }, 'close-code-invalid'],
    ['half a close code', { opcode: 8, payload: Buffer.of(3) }, 'close-payload-one-byte'],
    ['text that is not UTF-8', { opcode: 1, payload: Buffer.of(0xff) }, 'invalid-utf8'],
  ];
  for (const [what, frame, code] of illegal) {
    it(`names the rule that ${what} breaks`, () => {
      assert.deepEqual(codesOf(bytesOf([frame])), [code]);
    });
  }

  it('goes by what was sent before', () => {
    const text: FrameToEncode = { opcode: 1, payload: Buffer.from('x') };
    const rest: FrameToEncode = { opcode: 0, payload: Buffer.from('x') };
    const open = streamAfter(bytesOf([{ ...text, fin: false }]));
    assert.deepEqual(codesOf(bytesOf([text]), open), ['data-frame-inside-message']);
    assert.deepEqual(codesOf(bytesOf([rest]), open), []);
    const closed = streamAfter(bytesOf([{ opcode: 8 }]));
    assert.deepEqual(codesOf(bytesOf([text]), closed), ['data-after-close']);
    const halfACharacter = streamAfter(
      bytesOf([{ opcode: 1, fin: false, payload: Buffer.of(0xe2, 0x82) }]),
    );
    const end = (octet: number) => bytesOf([{ opcode: 0, payload: Buffer.of(octet) }]);
    assert.deepEqual(codesOf(end(0xac), halfACharacter), []);
    assert.deepEqual(codesOf(end(0x41), halfACharacter), ['invalid-utf8']);
  });

  it('goes on inside a frame, and leaves the decoder as it was', () => {
    const whole = bytesOf([{ opcode: 8, payload: Buffer.from('\x03\xe8bye', 'latin1') }]);
    for (let cut = 1; cut < whole.length; cut++) {
      const decoder = streamAfter(whole.subarray(0, cut));
      for (let again = 0; again < 2; again++) {
        const reading = readDraft([whole.subarray(cut)], decoder);
        assert.deepEqual(
          reading.findings.map(({ code }) => code),
          ['continues-frame'],
        );
        assert.equal(reading.start, cut);
        assert.equal(reading.frames[0]?.position, 0);
        assert.equal(reading.frames[0]?.payloadReceived, 5);
      }
      const oneByte = codesOf(whole.subarray(cut, cut + 1), decoder);
      assert.equal(oneByte.includes('unfinished-frame'), cut + 1 < whole.length);
    }
  });

  it('says when more is declared than there is, and lists what there is', () => {
    const draft = bytesOf([{ opcode: 2, payload: Buffer.from('abc'), declaredLength: 5n }]);
    const { findings, frames } = readDraft([draft], streamAfter(Buffer.of()));
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['unfinished-frame'],
    );
    assert.deepEqual([frames[0]?.payloadLength, frames[0]?.payloadReceived], [5, 3]);
    assert.equal(frames[0]?.findings, 0);
  });

  it('reads what follows a length that is too short as the next frame', () => {
    const payload = Buffer.from('a\x85\x00', 'latin1');
    const draft = bytesOf([{ opcode: 2, maskingKey: undefined, payload, declaredLength: 1n }]);
    const { frames, frameCount } = readDraft([draft], streamAfter(Buffer.of()));
    assert.equal(frameCount, 2);
    assert.equal(frames[1]?.firstByte, 0x85);
  });

  it('names each finding once, the gravest first, with those of its caller', () => {
    const more = { code: 'own', severity: 'warning', section: 'RFC 6455 §5.3', text: '.' } as const;
    const draft = bytesOf([{ opcode: 3 }, { opcode: 3 }, { opcode: 2, declaredLength: 9n }]);
    const { findings } = readDraft([draft], streamAfter(Buffer.of()), [more]);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['reserved-opcode', 'own', 'unfinished-frame'],
    );
  });

  it('lists a bounded number of frames and judges them all', () => {
    const pings = Array.from({ length: mostFramesListed }, () => ({ opcode: 9 }));
    const draft = bytesOf([...pings, { opcode: 11 }]);
    const reading = readDraft([draft], streamAfter(Buffer.of()));
    assert.equal(reading.frames.length, mostFramesListed);
    assert.equal(reading.frameCount, mostFramesListed + 1);
    assert.deepEqual(reading.findings[0]?.code, 'reserved-opcode');
  });
});
