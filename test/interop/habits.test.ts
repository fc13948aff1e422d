import { strict as assert } from 'node:assert';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DeflateOffer, HabitChoices } from '../../src/protocol/engineHabits';
import { encodeFrame } from '../support/encodeFrame';
import { CollectingServer } from '../support/peers/collectingServer';
import { readFrames } from '../support/readFrames';
import { Inspection, type DialledConnection } from './inspection';

const usual: DeflateOffer = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: undefined,
  clientMaxWindowBits: 'any',
  threshold: undefined,
};

/** A fragment that is not the last. */
function fragment(opcode: number): Uint8Array {
  return encodeFrame({ opcode, fin: false, payload: Buffer.from('x') });
}

function ping(payload: string): Uint8Array {
  return encodeFrame({ opcode: 9, payload: Buffer.from(payload) });
}

/** The payloads of the pongs that have been sent. */
async function pongs(connection: DialledConnection): Promise<string[]> {
  return (await connection.frames())
    .filter(({ fields }) => fields.direction === 'out' && fields.opcode === 10)
    .map(({ payload }) => payload.toString());
}

/** The payload of the frames that were sent, as they were compressed. */
async function compressedPayloads(connection: DialledConnection): Promise<Buffer[]> {
  const frames = await connection.frames();
  assert.ok(frames.every(({ fields }) => fields.rsv1));
  return frames.map(({ payload }) => payload);
}

async function assertEnd(connection: DialledConnection, code: string, says: RegExp) {
  const { problem, close } = await connection.untilState('closed');
  assert.equal(problem?.code, code);
  assert.match(problem.message, says);
  return close?.code;
}

/** The habits of the engine, as a peer sees them that is not ours. */
describe('habits of a connection', function () {
  this.timeout(30_000);
  let inspection: Inspection;
  let server: CollectingServer;

  beforeEach(() => {
    inspection = Inspection.inProcess();
  });
  afterEach(async () => {
    await inspection.dispose();
    await server.stop();
  });

  async function connect(habits: HabitChoices, fields = ''): Promise<DialledConnection> {
    server = await CollectingServer.start(fields);
    const connection = await inspection.dial(server.url, { habits });
    await connection.untilState('open');
    return connection;
  }

  /** The code of the close frame that was sent. */
  async function closeCode(): Promise<number | undefined> {
    const bytes = await server.receivedAll();
    const last = readFrames([bytes], { sender: 'client' }).at(-1)!;
    const key = Buffer.alloc(4);
    key.writeUInt32BE(last.maskingKey);
    const payload = bytes.subarray(last.position + last.headerLength);
    return ((payload[0]! ^ key[0]!) << 8) | (payload[1]! ^ key[1]!);
  }

  /** Writes bytes one by one, each when the one before has been read. */
  async function trickle(connection: DialledConnection, bytes: Uint8Array): Promise<void> {
    server.socket.setNoDelay();
    for (const [index, byte] of bytes.entries()) {
      server.socket.write(Uint8Array.of(byte));
      await connection.until(
        `byte ${index}`,
        ({ traffic, state }) => traffic.in.bytes > index || state !== 'open',
      );
    }
  }

  describe('answering pings', () => {
    it('always', async () => {
      const connection = await connect({});
      server.socket.write(Buffer.concat(['a', 'b'].map(ping)));
      await connection.until('two pongs', ({ traffic }) => traffic.out.frames === 2);
      assert.deepEqual(await pongs(connection), ['a', 'b']);
    });

    it('never', async () => {
      const connection = await connect({ answerPings: 'never' });
      server.socket.write(Buffer.concat(['a', 'b'].map(ping)));
      await connection.until('two pings', ({ traffic }) => traffic.in.frames === 2);
      // What would be sent for them would be sent before this.
      await connection.send({ kind: 'text', text: 'after' });
      assert.deepEqual(await pongs(connection), []);
    });

    it('the first two', async () => {
      const connection = await connect({ answerPings: { first: 2 } });
      server.socket.write(Buffer.concat(['a', 'b', 'c'].map(ping)));
      await connection.until('three pings', ({ traffic }) => traffic.in.frames === 3);
      await connection.send({ kind: 'text', text: 'after' });
      assert.deepEqual(await pongs(connection), ['a', 'b']);
    });

    it('after a time', async () => {
      const connection = await connect({ answerPings: { afterMs: 100 } });
      server.socket.write(ping('a'));
      await connection.until('a pong', ({ traffic }) => traffic.out.frames === 1);
      const [asked, answered] = await connection.frames();
      assert.ok(answered!.fields.timeUs - asked!.fields.timeUs >= 99_000);
    });
  });

  it('a fixed masking key is that of every frame, pongs and close frames included', async () => {
    const connection = await connect({ maskingKey: '0a0b0c0d' });
    await connection.send({ kind: 'text', text: 'text' });
    server.socket.write(ping('a'));
    await connection.until('two frames', ({ traffic }) => traffic.out.frames === 2);
    await inspection.ask('connection/close', { connection: connection.id, code: 1000, reason: '' });
    server.socket.end(encodeFrame({ opcode: 8, payload: Buffer.from([3, 232]) }));
    const frames = readFrames([await server.receivedAll()], { sender: 'client' });
    assert.deepEqual(
      frames.map(({ maskingKey, firstByte }) => [maskingKey, firstByte]),
      [0x81, 0x8a, 0x88].map((firstByte) => [0x0a0b0c0d, firstByte]),
    );
  });

  it('without one, every key is another', async () => {
    const connection = await connect({});
    for (let count = 0; count < 20; count++) await connection.send({ kind: 'text', text: 'x' });
    const frames = readFrames([await server.received(20 * 7)], { sender: 'client' });
    assert.equal(new Set(frames.map(({ maskingKey }) => maskingKey)).size, 20);
  });

  describe('permessage-deflate', () => {
    const offers: [deflate: DeflateOffer | false, offered: string | undefined][] = [
      [false, undefined],
      [usual, 'permessage-deflate; client_max_window_bits'],
      [{ ...usual, clientMaxWindowBits: undefined }, 'permessage-deflate'],
      [{ ...usual, clientMaxWindowBits: 10 }, 'permessage-deflate; client_max_window_bits=10'],
      [
        {
          serverNoContextTakeover: true,
          clientNoContextTakeover: true,
          serverMaxWindowBits: 9,
          clientMaxWindowBits: 8,
          threshold: 0,
        },
        'permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=8',
      ],
    ];
    for (const [deflate, offered] of offers) {
      it(`is offered as ${offered ?? 'nothing'}`, async () => {
        await connect({ deflate });
        const [, field] = /^Sec-WebSocket-Extensions: (.*)\r$/im.exec(server.requestHead) ?? [];
        assert.equal(field, offered);
      });
    }

    it('keeps to the window that was agreed on', async () => {
      const connection = await connect(
        { deflate: { ...usual, clientMaxWindowBits: 15 } },
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=8\r\n',
      );
      const text = Array.from({ length: 200 }, (_, index) => `${index * 7919} `).join('');
      await connection.send({ kind: 'text', text });
      await connection.send({ kind: 'text', text });
      const joined = Buffer.concat(
        (await compressedPayloads(connection)).map((payload) =>
          Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]),
        ),
      );
      const options = { finishFlush: constants.Z_SYNC_FLUSH, windowBits: 8 };
      assert.equal(inflateRawSync(joined, options).toString(), text + text);
    });

    it('refers back to nothing where this end said so, even if the server did not repeat it', async () => {
      const connection = await connect(
        { deflate: { ...usual, clientNoContextTakeover: true, threshold: 0 } },
        'Sec-WebSocket-Extensions: permessage-deflate\r\n',
      );
      for (let count = 0; count < 2; count++)
        await connection.send({ kind: 'text', text: 'Hello' });
      const [first, second] = await compressedPayloads(connection);
      assert.equal(first?.toString('hex'), 'f248cdc9c90700');
      assert.deepEqual(second, first);
    });

    it('is used from the threshold on, and as a draft asks for', async () => {
      const connection = await connect(
        { deflate: { ...usual, threshold: 10 } },
        'Sec-WebSocket-Extensions: permessage-deflate\r\n',
      );
      await connection.send({ kind: 'text', text: '123456789' });
      await connection.send({ kind: 'text', text: '1234567890' });
      await connection.send({ kind: 'text', text: '1', compress: true });
      await connection.send({ kind: 'text', text: '1234567890', compress: false });
      const frames = await connection.frames();
      assert.deepEqual(
        frames.map(({ fields }) => fields.rsv1),
        [false, true, true, false],
      );
      assert.deepEqual(await connection.texts('out'), [
        '123456789',
        '1234567890',
        '1',
        '1234567890',
      ]);
    });

    it('cannot be asked for where it was not agreed on', async () => {
      const connection = await connect({ deflate: false });
      await assert.rejects(
        connection.send({ kind: 'text', text: 'x', compress: true }),
        /did not agree to permessage-deflate/,
      );
    });

    it('refuses a server that answers what was not offered', async () => {
      server = await CollectingServer.start('Sec-WebSocket-Extensions: permessage-deflate\r\n');
      const connection = await inspection.dial(server.url, { habits: { deflate: false } });
      const { problem } = await connection.untilState('closed');
      assert.equal(problem?.code, 'bad-handshake');
    });
  });

  describe('text that is not UTF-8', () => {
    const badText = encodeFrame({ opcode: 1, payload: Buffer.from([0x61, 0xff]) });

    it('ends the connection', async () => {
      const connection = await connect({});
      server.socket.write(badText);
      server.socket.once('data', () => server.socket.end());
      const { problem } = await connection.untilState('closed');
      assert.match(problem?.message ?? '', /UTF-8.*§8\.1/);
    });

    it('is only reported where that is wanted', async () => {
      const connection = await connect({ strictUtf8: false });
      server.socket.write(Buffer.concat([badText, ping('still there?')]));
      await connection.until('a pong', ({ traffic }) => traffic.out.frames === 1);
      const [text] = await connection.frames();
      assert.deepEqual(
        text?.fields.findings.map(({ code }) => code),
        ['invalid-utf8'],
      );
      assert.equal((await connection.untilState('open')).problem, undefined);
    });

    it('is reported of a compressed message, too', async () => {
      const connection = await connect(
        { strictUtf8: false },
        'Sec-WebSocket-Extensions: permessage-deflate\r\n',
      );
      const payload = deflateRawSync(Buffer.from([0x61, 0xff]), {
        finishFlush: constants.Z_SYNC_FLUSH,
      }).subarray(0, -4);
      server.socket.write(encodeFrame({ opcode: 1, rsv: 4, payload }));
      const { row } = await connection.untilRow('the text', ({ opcode }) => opcode === 1);
      const detail = await connection.detail(row);
      assert.match((detail.kind === 'frame' && detail.message?.problem) || '', /not UTF-8.*§8\.1/);
    });
  });

  describe('limits strike with a sentence, and can be lifted:', () => {
    it('the length of a message', async () => {
      const connection = await connect({ messageLimit: 1000 });
      server.socket.write(encodeFrame({ opcode: 2, payload: Buffer.alloc(1001) }));
      server.socket.once('data', () => server.socket.end());
      await assertEnd(connection, 'message-too-big', /0\.001 MB.*limit of this connection/);
      assert.equal(await closeCode(), 1009);
    });

    it('the length of a message, lifted beyond the setting', async () => {
      await inspection.configure({ messageLimit: 1000 });
      const connection = await connect({ messageLimit: 0 });
      server.socket.write(encodeFrame({ opcode: 2, payload: Buffer.alloc(5000) }));
      server.socket.write(ping('still there?'));
      await connection.until('a pong', ({ traffic }) => traffic.out.frames === 1);
    });

    it('the fragments of a message, 16,384 unless told', async () => {
      const connection = await connect({});
      const rest = Array.from({ length: 16_384 }, () => fragment(0));
      server.socket.write(Buffer.concat([fragment(1), ...rest]));
      server.socket.once('data', () => server.socket.end());
      await assertEnd(connection, 'too-many-parts', /more than 16,384 fragments.*1008/);
      assert.equal(await closeCode(), 1008);
    });

    it('the fragments of a message, lifted', async () => {
      const connection = await connect({ mostFragments: 0 });
      const rest = Array.from({ length: 17_000 }, () => fragment(0));
      server.socket.write(Buffer.concat([fragment(1), ...rest, ping('still there?')]));
      await connection.until('a pong', ({ traffic }) => traffic.out.frames === 1);
      assert.equal((await connection.untilState('open')).problem, undefined);
    });

    it('the pieces in which a frame comes', async () => {
      const connection = await connect({ mostBufferedChunks: 4 });
      server.socket.on('data', () => server.socket.end());
      await trickle(connection, encodeFrame({ opcode: 2, payload: Buffer.alloc(10) }));
      await assertEnd(connection, 'too-many-parts', /more than 4 pieces.*1008/);
      assert.equal(await closeCode(), 1008);
    });

    it('the pieces in which a frame comes, lifted', async () => {
      const connection = await connect({ mostBufferedChunks: 0 });
      await trickle(connection, encodeFrame({ opcode: 9, payload: Buffer.alloc(10) }));
      await connection.until('a pong', ({ traffic }) => traffic.out.frames === 1);
    });

    it('the pongs that wait', async () => {
      const connection = await connect({ mostPongsWaiting: 3, answerPings: { afterMs: 60_000 } });
      server.socket.write(Buffer.concat(['a', 'b', 'c', 'd'].map(ping)));
      const code = await assertEnd(connection, 'ping-flood', /3 pongs waited/);
      assert.equal(code, 1006);
    });

    it('the pongs that wait, lifted', async () => {
      const connection = await connect({ mostPongsWaiting: 0, answerPings: { afterMs: 50 } });
      server.socket.write(Buffer.concat(Array.from({ length: 100 }, () => ping('x'))));
      await connection.until('all pongs', ({ traffic }) => traffic.out.frames === 100);
    });

    it('the time for closing', async () => {
      const connection = await connect({ closeTimeoutMs: 100 });
      await inspection.ask('connection/close', {
        connection: connection.id,
        code: 1000,
        reason: '',
      });
      await assertEnd(connection, 'close-timeout', /within 0\.1 s/);
    });

    it('the time for closing, lifted', async () => {
      const connection = await connect({ closeTimeoutMs: 0 });
      await inspection.ask('connection/close', {
        connection: connection.id,
        code: 1000,
        reason: '',
      });
      await server.received(8);
      await connection.untilState('closing');
      server.socket.end(encodeFrame({ opcode: 8, payload: Buffer.from([3, 232]) }));
      const { close, problem } = await connection.untilState('closed');
      assert.deepEqual([close?.code, problem], [1000, undefined]);
    });
  });
});
