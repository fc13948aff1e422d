import assert from 'node:assert/strict';
import { deflateMessage, emptyWindow } from '../../../src/session/deflateWindow';
import {
  closeFrame,
  frame,
  message,
  textMessage,
  type Outgoing,
} from '../../../src/session/outgoing';
import {
  OutgoingEncoder,
  UnsendableError,
  type EncodedFrames,
} from '../../../src/session/outgoingEncoder';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame } from '../../support/encodeFrame';
import { usualHabits } from './support/testConnection';

const maskingKey = 0x37fa213d;
const deflate = { windowBits: 15, contextTakeover: true };
const plain = new OutgoingEncoder({ maskingKey, deflate: false }, undefined);
const deflating = new OutgoingEncoder({ ...usualHabits, maskingKey }, deflate);

function bytesOf({ chunks }: EncodedFrames): Buffer {
  return Buffer.concat(chunks);
}

function expected(...frames: Parameters<typeof encodeFrame>[0][]): Buffer {
  return Buffer.concat(frames.map((one) => encodeFrame({ maskingKey, ...one })));
}

/** Whether a message of so many bytes is sent compressed. */
async function isCompressed(encoder: OutgoingEncoder, length: number, compress?: boolean) {
  const outgoing = { ...message(Opcode.binary, Buffer.alloc(length)), compress };
  return (bytesOf(await encoder.encode(outgoing, emptyWindow))[0]! & 0x40) !== 0;
}

function codes(encoder: OutgoingEncoder, outgoing: Outgoing): string[] {
  return encoder.findings(outgoing).map(({ code }) => code);
}

describe('OutgoingEncoder', () => {
  it('masks each frame with the next key', async () => {
    const random = new OutgoingEncoder(usualHabits, undefined);
    const keys = new Set<string>();
    for (let count = 0; count < 10; count++) {
      const encoded = await random.encode(textMessage('x'), emptyWindow);
      keys.add(bytesOf(encoded).toString('hex', 2, 6));
    }
    assert.equal(keys.size, 10);
    const fixed = await plain.encode(textMessage('Hello'), emptyWindow);
    assert.equal(bytesOf(fixed).toString('hex'), '818537fa213d7f9f4d5158');
  });

  it('cuts a message into fragments with control frames between', async () => {
    const ping = frame(Opcode.ping, Buffer.from('p'));
    const encoded = await plain.encode(
      {
        kind: 'message',
        opcode: Opcode.binary,
        fragments: ['a', '', 'b'].map((part) => Buffer.from(part)),
        between: [
          { after: 0, frame: ping },
          { after: 0, frame: closeFrame(1000, 'x') },
          { after: 1, frame: ping },
        ],
      },
      emptyWindow,
    );
    const control = { opcode: 9, payload: Buffer.from('p') };
    assert.deepEqual(
      bytesOf(encoded),
      expected(
        { opcode: 2, fin: false, payload: Buffer.from('a') },
        control,
        { opcode: 8, payload: Buffer.from('\x03\xe8x', 'latin1') },
        { opcode: 0, fin: false },
        control,
        { opcode: 0, payload: Buffer.from('b') },
      ),
    );
    assert.deepEqual([encoded.before, encoded.after], [undefined, undefined]);
  });

  it('compresses a message as a whole and says so in its first frame only', async () => {
    const fragments = [Buffer.from('Hel'), Buffer.from('lo')];
    const encoded = await deflating.encode(
      { kind: 'message', opcode: Opcode.text, fragments },
      emptyWindow,
    );
    const deflated = await deflateMessage(fragments, emptyWindow, deflate);
    assert.deepEqual(
      bytesOf(encoded),
      expected(
        { opcode: 1, rsv: 4, fin: false, payload: deflated.fragments[0]! },
        { opcode: 0, payload: deflated.fragments[1]! },
      ),
    );
    assert.equal(encoded.before, emptyWindow);
    assert.deepEqual(encoded.after, deflated.window);
  });

  it('compresses what asks for it, else what reaches the threshold', async () => {
    const withoutContext = new OutgoingEncoder(usualHabits, { ...deflate, contextTakeover: false });
    const offer = { ...usualHabits.deflate, threshold: 10 } as never;
    const withThreshold = new OutgoingEncoder({ maskingKey: undefined, deflate: offer }, deflate);
    assert.ok(await isCompressed(deflating, 0));
    assert.ok(!(await isCompressed(deflating, 5000, false)));
    assert.ok(!(await isCompressed(withoutContext, 1023)));
    assert.ok(await isCompressed(withoutContext, 1024));
    assert.ok(await isCompressed(withoutContext, 1, true));
    assert.ok(!(await isCompressed(withThreshold, 9)));
    assert.ok(await isCompressed(withThreshold, 10));
    assert.ok(!(await isCompressed(plain, 5000)));
    await assert.rejects(isCompressed(plain, 1, true), UnsendableError);
  });

  it('writes a frame as it is told', async () => {
    const told = {
      ...frame(3, Buffer.from('abc'), false),
      rsv2: true,
      maskingKey: undefined,
      lengthBits: 64 as const,
      declaredLength: 9,
    };
    assert.deepEqual(
      bytesOf(await plain.encode(told, emptyWindow)),
      expected({
        opcode: 3,
        fin: false,
        rsv: 2,
        maskingKey: undefined,
        lengthBits: 64,
        declaredLength: 9n,
        payload: Buffer.from('abc'),
      }),
    );
    const bytes = Buffer.from('anything');
    assert.deepEqual(bytesOf(await plain.encode({ kind: 'bytes', bytes }, emptyWindow)), bytes);
  });

  it('forgets what may be referred back to after what the other end may inflate', async () => {
    for (const [outgoing, after] of [
      [frame(Opcode.ping, Buffer.of()), undefined],
      [frame(Opcode.text, Buffer.of()), emptyWindow],
      [{ kind: 'bytes', bytes: Buffer.of() }, emptyWindow],
    ] as const) {
      assert.equal((await deflating.encode(outgoing, emptyWindow)).after, after);
    }
  });

  describe('findings', () => {
    const random = new OutgoingEncoder(usualHabits, deflate);

    it('say that a masking key is chosen, by the habits or by the frame', () => {
      const text = frame(Opcode.text, Buffer.of());
      assert.deepEqual(codes(random, text), []);
      assert.deepEqual(codes(random, { ...text, maskingKey: 0 }), ['chosen-masking-key']);
      assert.deepEqual(codes(random, { ...text, maskingKey: undefined }), []);
      assert.deepEqual(codes(deflating, textMessage('')), ['chosen-masking-key']);
      assert.deepEqual(codes(deflating, { kind: 'bytes', bytes: Buffer.of() }), []);
    });

    it('say that a frame is marked as compressed and is not', () => {
      const falsely = { ...frame(Opcode.text, Buffer.from('ffff', 'hex')), rsv1: true };
      assert.deepEqual(codes(random, falsely), ['not-deflate']);
      assert.deepEqual(
        codes(random, { ...falsely, payload: Buffer.from('f248cdc9c90700', 'hex') }),
        [],
      );
      // Without the extension, the bit itself breaks a rule, which shows in the bytes.
      assert.deepEqual(codes(new OutgoingEncoder(usualHabits, undefined), falsely), []);
    });
  });
});
