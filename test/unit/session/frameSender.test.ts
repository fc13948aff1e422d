import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { inflateRawSync, constants } from 'node:zlib';
import { FrameSender, StaleEncoding } from '../../../src/session/frameSender';
import { frame, message, textMessage } from '../../../src/session/outgoing';
import { OutgoingEncoder } from '../../../src/session/outgoingEncoder';
import { applyMask } from '../../../src/wire/masking';
import { Opcode } from '../../../src/wire/opcode';
import { readFrames } from '../../support/readFrames';
import { usualHabits } from './support/testConnection';

const deflate = { windowBits: 15, contextTakeover: true };
const client = { sender: 'client', permessageDeflate: true } as const;

/** A sender at one end of a TCP connection, and what arrives at the other. */
async function startPair(): Promise<{
  sender: FrameSender;
  socket: Socket;
  other: Socket;
  received: () => Buffer;
  end: () => Promise<Buffer>;
}> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[other]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [
    [Socket],
    unknown,
  ];
  server.close();
  const chunks: Buffer[] = [];
  other.on('data', (chunk: Buffer) => chunks.push(chunk));
  const sender = new FrameSender(socket, new OutgoingEncoder(usualHabits, deflate));
  const received = () => Buffer.concat(chunks);
  return {
    sender,
    socket,
    other,
    received,
    end: async () => {
      socket.end();
      await once(other, 'end');
      return received();
    },
  };
}

describe('FrameSender', () => {
  it('sends in the order of the calls, whether it has to compress or not', async () => {
    const { sender, end } = await startPair();
    const large = Buffer.alloc(3_000_000, 'compress me ');
    await Promise.all([
      sender.send(message(Opcode.binary, large)),
      sender.send({ ...textMessage('plain'), compress: false }),
      sender.send(frame(3, Buffer.from('lab'))),
      sender.send({ kind: 'bytes', bytes: Buffer.from([0x8a, 0x80, 0, 0, 0, 0]) }),
      sender.send(message(Opcode.binary, large)),
      sender.send(frame(Opcode.ping, Buffer.of())),
    ]);
    assert.deepEqual(
      readFrames([await end()], client).map(({ firstByte }) => firstByte),
      [0xc2, 0x81, 0x83, 0x8a, 0xc2, 0x89],
    );
  });

  it('lets nothing come between the frames of a message', async () => {
    const { sender, end } = await startPair();
    const fragments = ['a', 'b', 'c'].map((part) => Buffer.from(part.repeat(100_000)));
    await Promise.all([
      sender.send({ kind: 'message', opcode: Opcode.binary, fragments }),
      sender.send(frame(Opcode.ping, Buffer.of())),
    ]);
    assert.deepEqual(
      readFrames([await end()], client).map(({ firstByte }) => firstByte),
      [0x42, 0x00, 0x80, 0x89],
    );
  });

  it('sends what it has shown, byte for byte, but not when it would mean something else', async () => {
    const { sender, end } = await startPair();
    await sender.send(textMessage('before'));
    const shown = await sender.encode(textMessage('before and after'));
    const alsoShown = await sender.encode(textMessage('before and after'));
    const uncompressed = await sender.encode({ ...textMessage('plain'), compress: false });
    await sender.sendEncoded(shown);
    await assert.rejects(sender.sendEncoded(alsoShown), StaleEncoding);
    await sender.sendEncoded(uncompressed);
    const arrived = await end();
    const expected = Buffer.concat([...shown.chunks, ...uncompressed.chunks]);
    assert.deepEqual(arrived.subarray(-expected.length), expected);
  });

  it('can be inflated after laboratory frames that the other end cannot have understood', async () => {
    const { sender, end } = await startPair();
    await sender.send(textMessage('Hello'));
    await sender.send({ ...frame(Opcode.text, Buffer.from('07', 'hex')), rsv1: true });
    await sender.send(textMessage('Hello'));
    const arrived = await end();
    const last = readFrames([arrived], client).at(-1)!;
    const payload = Buffer.from(arrived.subarray(last.position + last.headerLength));
    applyMask(payload, last.maskingKey);
    const inflated = inflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH });
    assert.equal(inflated.toString(), 'Hello');
  });

  it('refuses what cannot be sent any more', async () => {
    const { sender, socket, other } = await startPair();
    other.destroy();
    socket.resume();
    await once(socket, 'close');
    await assert.rejects(sender.send(textMessage('late')), /ended before this was sent/);
  });

  it('says after a while that something still waits, unless nobody wants to know', async () => {
    const { sender, socket, other } = await startPair();
    other.pause();
    const bytes = Buffer.alloc(50_000_000);
    await assert.rejects(sender.send({ kind: 'bytes', bytes }, 10), /waits and goes when it does/);
    const patient = sender.send(textMessage('at last'), Infinity);
    other.resume();
    await patient;
    socket.destroy();
  });

  it('takes no more when too much waits', async () => {
    const { sender, socket, other } = await startPair();
    other.pause();
    const bytes = Buffer.alloc(200_000_000);
    const waiting = [1, 2].map(() => sender.send({ kind: 'bytes', bytes }));
    await assert.rejects(sender.send(textMessage('more')), /does not read: 400 MB wait/);
    // An echo is not dropped: it waits, however long that takes.
    const answer = sender.send(textMessage('an answer'), Infinity);
    other.resume();
    await Promise.all([...waiting, answer]);
    socket.destroy();
  });
});
