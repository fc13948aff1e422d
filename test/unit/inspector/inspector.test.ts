import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { defaultSettings, Inspector } from '../../../src/inspector/inspector';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import type { FrameDetail } from '../../../src/protocol/frameDetail';
import { RequestError } from '../../../src/protocol/requestError';
import { decodeRowBatch, type Row, type RowBatch } from '../../../src/protocol/rowBatch';

const connection = 'panel-1';
const context = { signal: new AbortController().signal };

/** An inspector with a real server on loopback for it to dial. */
class Setup {
  readonly snapshots: ConnectionSnapshot[] = [];
  private readonly news = new EventEmitter();
  readonly inspector = new Inspector({
    build: 'test',
    searchFile: path.join(__dirname, '../capture/search/searchMain.entry.js'),
    tell: (snapshot) => {
      this.snapshots.push(snapshot);
      this.news.emit('snapshot');
    },
  });
  readonly handlers = this.inspector.handlers;
  server: WebSocketServer | undefined;
  url = '';

  async listen(options: ServerOptions = {}): Promise<this> {
    this.server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
    await once(this.server, 'listening');
    this.url = `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
    return this;
  }

  /** Dials and resolves with the server's end when both ends are open. */
  async connect(url = this.url): Promise<WebSocket> {
    assert.ok(this.server);
    const accepted = once(this.server, 'connection');
    this.open(url);
    const [peer] = (await accepted) as [WebSocket];
    await this.until(({ state }) => state === 'open');
    return peer;
  }

  open(url = this.url, id = connection): void {
    const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
    void this.handlers['connection/open']({ connection: id, dial }, context);
  }

  /** Resolves with the first told snapshot from the newest on that is as wanted. */
  async until(wanted: (snapshot: ConnectionSnapshot) => boolean): Promise<ConnectionSnapshot> {
    for (;;) {
      const newest = this.snapshots.at(-1);
      if (newest && wanted(newest)) return newest;
      await once(this.news, 'snapshot');
    }
  }

  async send(draft: FrameDraft): Promise<void> {
    await this.handlers['frame/send']({ connection, draft }, context);
  }

  /** Sets a filter, for the list of frames unless told. */
  async filter(text: string, view?: 'frames' | 'messages') {
    return this.handlers['filter/set']({ connection, text, view }, context);
  }

  /** Resolves when the filter has searched every row. */
  searched(): Promise<ConnectionSnapshot> {
    return this.until(({ filter, rows }) => filter?.searched === rows.total);
  }

  async batch(start = 0, count = 1000): Promise<RowBatch> {
    const range = { connection, generation: 0, start, count };
    return decodeRowBatch(await this.handlers['rows/read'](range, context));
  }

  /** The rows of one direction. */
  async frames(direction: Row['direction']): Promise<Row[]> {
    const { rows } = await this.batch();
    return rows.filter((row) => row.kind === 'frame' && row.direction === direction);
  }

  async detail(row: number): Promise<FrameDetail> {
    return this.handlers['frame/read']({ connection, row }, context);
  }

  async text(row: number, offset = 0, length = 1000): Promise<{ text: string; total: number }> {
    const range = { connection, row, view: 'message', offset, length } as const;
    const { bytes, total } = await this.handlers['bytes/read'](range, context);
    return { text: Buffer.from(bytes).toString(), total };
  }

  end(): void {
    this.inspector.dispose();
    for (const client of this.server?.clients ?? []) client.terminate();
    this.server?.close();
  }
}

function rejectsWith(code: string, message = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RequestError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe('Inspector', () => {
  let setup: Setup;
  beforeEach(() => (setup = new Setup()));
  afterEach(() => setup.end());

  it('says which build it is', async () => {
    const hello = await setup.handlers['inspector/hello']({ protocol: 1, build: 'x' }, context);
    assert.deepEqual(hello, { protocol: 1, build: 'test' });
  });

  it('knows a connection that was never opened as idle, without rows', async () => {
    const snapshot = await setup.handlers['connection/read']({ connection }, context);
    assert.equal(snapshot.state, 'idle');
    assert.equal(snapshot.memory.limit, defaultSettings.memoryLimit);
    assert.deepEqual((await setup.batch()).rows, []);
    assert.throws(() => setup.handlers['frame/read']({ connection, row: 0 }, context));
  });

  it('shows both ends, the handshake and what is pushed unasked', async () => {
    await setup.listen();
    const peer = await setup.connect();
    peer.send('hello');
    const snapshot = await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.equal(snapshot.state, 'open');
    assert.equal(snapshot.otherEnd.socket?.port, Number(new URL(setup.url).port));
    assert.equal(snapshot.thisEnd.process?.pid, process.pid);
    assert.match(snapshot.handshake.request, /^GET \/ HTTP\/1\.1\r\n/);
    assert.match(snapshot.handshake.response, /^HTTP\/1\.1 101/);
    assert.equal(snapshot.traffic.in.bytes, 7);
    const [row] = await setup.frames('in');
    assert.equal(row?.preview, 'hello');
    assert.equal(row?.masked, false);
  });

  it('sends every kind of draft', async () => {
    await setup.listen();
    const peer = await setup.connect();
    const heard: unknown[] = [];
    peer.on('message', (data: Buffer, binary) => heard.push([binary, data.toString()]));
    peer.on('ping', (data: Buffer) => heard.push(['ping', data.toString()]));
    peer.on('pong', (data: Buffer) => heard.push(['pong', data.toString()]));
    await setup.send({ kind: 'text', text: 'text' });
    await setup.send({ kind: 'json', text: '{"n": 1.0}' });
    await setup.send({ kind: 'binary', encoding: 'hex', text: '61 62' });
    await setup.send({ kind: 'binary', encoding: 'base64', text: 'Y2Q=' });
    await setup.send({ kind: 'ping', text: 'a' });
    await setup.send({ kind: 'pong', text: 'b' });
    const closed = once(peer, 'close');
    await setup.send({ kind: 'close', code: 4001, reason: 'done' });
    const [code, reason] = (await closed) as [number, Buffer];
    assert.deepEqual([code, reason.toString()], [4001, 'done']);
    assert.deepEqual(heard, [
      [false, 'text'],
      [false, '{"n": 1.0}'],
      [true, 'ab'],
      [true, 'cd'],
      ['ping', 'a'],
      ['pong', 'b'],
    ]);
    await setup.until(({ state }) => state === 'closed');
    assert.deepEqual(
      (await setup.frames('out')).map(({ preview }) => preview),
      ['text', '{"n": 1.0}', '61 62', '63 64', 'a', 'b', '4001 Private use: done'],
    );
  });

  it('refuses drafts that describe no frame', async () => {
    await setup.listen();
    await setup.connect();
    const wrong: FrameDraft = { kind: 'binary', encoding: 'hex', text: 'xyz' };
    await assert.rejects(setup.send(wrong), rejectsWith('bad-draft', /no hex digit/));
    assert.deepEqual(await setup.frames('out'), []);
  });

  it('refuses to send or close what is not open', async () => {
    const text: FrameDraft = { kind: 'text', text: 'x' };
    await assert.rejects(setup.send(text), rejectsWith('not-open', /Connect first/));
    const close = { connection, code: 1000, reason: '' };
    assert.throws(
      () => setup.handlers['connection/close'](close, context),
      rejectsWith('not-open'),
    );
    await setup.listen();
    const peer = await setup.connect();
    peer.close();
    await setup.until(({ state }) => state === 'closed');
    await assert.rejects(setup.send(text), rejectsWith('not-open'));
  });

  it('closes with code and reason', async () => {
    await setup.listen();
    const peer = await setup.connect();
    const closed = once(peer, 'close');
    void setup.handlers['connection/close']({ connection, code: 3000, reason: 'bye' }, context);
    assert.deepEqual((await closed)[0], 3000);
    const { close } = await setup.until(({ state }) => state === 'closed');
    assert.deepEqual(close, { code: 3000, reason: 'bye' });
    const bad = { connection, code: 1005, reason: '' };
    const again = await setup.connect();
    assert.throws(() => setup.handlers['connection/close'](bad, context), rejectsWith('bad-draft'));
    again.terminate();
  });

  it('dials anew into the same capture, and only after the end of the one before', async () => {
    await setup.listen();
    const first = await setup.connect();
    first.send('first');
    await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.throws(() => setup.open(), rejectsWith('already-open', /Disconnect first/));
    first.close();
    await setup.until(({ state }) => state === 'closed');
    const second = await setup.connect();
    second.send('second');
    await setup.until(({ state, traffic }) => state === 'open' && traffic.in.frames === 1);
    const { rows, generation } = await setup.batch();
    const [one, , two] = rows
      .map((row, index) => ({ ...row, index }))
      .filter((row) => row.kind === 'frame' && row.direction === 'in');
    assert.deepEqual([one?.preview, two?.preview], ['first', 'second']);
    const detail = await setup.detail(two?.index ?? -1);
    assert.equal(detail.kind === 'frame' && detail.fields.position, 0);
    assert.equal(generation, (await setup.batch()).generation);
  });

  it('reads rows in ranges and only those that there are', async () => {
    await setup.listen();
    const peer = await setup.connect();
    for (let index = 0; index < 20; index++) peer.send(String(index));
    const { rows } = await setup.until(({ traffic }) => traffic.in.frames === 20);
    const batch = await setup.batch(rows.total - 5, 3);
    assert.equal(batch.start, rows.total - 5);
    assert.deepEqual(
      batch.rows.map(({ preview }) => preview),
      ['15', '16', '17'],
    );
    assert.equal(batch.generation, rows.generation);
    assert.equal((await setup.batch(rows.total - 2)).rows.length, 2);
    assert.deepEqual((await setup.batch(rows.total + 7)).rows, []);
  });

  it('reads messages in parts, inflated if they were compressed', async () => {
    await setup.listen({ perMessageDeflate: { threshold: 0 } });
    const peer = await setup.connect();
    const long = 'compress me '.repeat(10_000);
    peer.send(long);
    peer.send('short');
    const { rows, extensions } = await setup.until(({ traffic }) => traffic.in.frames === 2);
    assert.match(extensions, /permessage-deflate/);
    const last = rows.total - 2;
    // Unlike the list, the bytes wait for inflating as long as it takes.
    assert.deepEqual(await setup.text(last, 9, 12), { text: 'me compress ', total: long.length });
    const [row, next] = await setup.frames('in');
    assert.match(row?.preview ?? '', /^compress me .* … .*compress me $/);
    assert.equal(next?.preview, 'short');
    const detail = await setup.detail(last);
    assert.ok(detail.kind === 'frame' && detail.message?.compressed);
    assert.equal(detail.message.length, long.length);
    assert.ok(detail.message.wireLength < 1000);
  });

  it('changes the generation when a message is readable that was asked for too early', async () => {
    await setup.listen({ perMessageDeflate: { threshold: 0 } });
    const peer = await setup.connect();
    peer.send('begin ', { fin: false });
    const before = await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.match((await setup.frames('in'))[0]?.preview ?? '', /^\(compressed/);
    peer.send('end', { fin: true });
    await setup.until(({ rows }) => rows.generation > before.rows.generation);
    assert.equal((await setup.frames('in'))[0]?.preview, 'begin end');
  });

  it('reads rows without waiting long for a message that is being inflated', async () => {
    await setup.listen({ perMessageDeflate: { threshold: 0 } });
    const peer = await setup.connect();
    peer.send(Buffer.alloc(100_000_000));
    const before = await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.match((await setup.frames('in'))[0]?.preview ?? '', /^\(compressed, to be read/);
    await setup.until(({ rows }) => rows.generation > before.rows.generation);
    assert.match((await setup.frames('in'))[0]?.preview ?? '', /^00 00 /);
  }).timeout(10_000);

  it('drops the oldest rows at the memory limit and says so', async () => {
    const settings = { ...defaultSettings, memoryLimit: 100_000 };
    await setup.handlers['inspector/configure'](settings, context);
    await setup.listen();
    const peer = await setup.connect();
    for (let index = 0; index < 300; index++) peer.send('x'.repeat(1000));
    const { rows, memory } = await setup.until(({ traffic }) => traffic.in.frames === 300);
    assert.ok(rows.first > 0 && rows.first < rows.total);
    assert.equal(memory.limit, 100_000);
    assert.ok(memory.used <= memory.limit);
    assert.equal((await setup.batch(0, 1000)).start, rows.first);
    await assert.rejects(setup.detail(0), rejectsWith('no-row', /memory limit was reached/));
    await assert.rejects(setup.text(rows.total), rejectsWith('no-row', /no such row/));
  });

  it('shares the memory among its connections, and tells one whose rows went for another', async () => {
    const memoryLimit = 1_000_000;
    const settings = { ...defaultSettings, memoryLimit };
    await setup.handlers['inspector/configure'](settings, context);
    await setup.listen();
    const first = await setup.connect();
    // What is read at once goes at once, so that this comes in parts.
    for (let index = 1; index <= 90; index++) {
      first.send(Buffer.alloc(10_000));
      if (index % 10 === 0) await setup.until(({ traffic }) => traffic.in.frames === index);
    }
    const full = await setup.until(({ traffic }) => traffic.in.frames === 90);
    assert.equal(full.rows.first, 0);
    setup.server?.once('connection', (second) => second.send(Buffer.alloc(400_000)));
    setup.open(setup.url, 'panel-2');
    // Snapshots of both connections come, in any order.
    const ofFirst = () => setup.snapshots.findLast((told) => told.connection === connection);
    await setup.until(() => (ofFirst()?.rows.first ?? 0) > 0);
    const newest = ofFirst() ?? full;
    assert.ok(newest.rows.first < newest.rows.total - 30, 'no more went than had to');
    assert.ok(newest.memory.used > 900_000 && newest.memory.used <= memoryLimit);
  });

  it('tells snapshots in order, each once', async () => {
    await setup.listen();
    const peer = await setup.connect();
    for (let index = 0; index < 100; index++) peer.send('x');
    await setup.until(({ traffic }) => traffic.in.frames === 100);
    const revisions = setup.snapshots.map(({ revision }) => revision);
    assert.deepEqual(
      revisions,
      [...new Set(revisions)].toSorted((a, b) => a - b),
    );
    assert.ok(setup.snapshots.length < 50, 'changes are announced together');
  });

  it('cancels while connecting', async () => {
    await setup.listen({ verifyClient: (_request, _neverCalled) => undefined });
    setup.open();
    await setup.until(({ state }) => state === 'connecting');
    void setup.handlers['connection/cancel']({ connection }, context);
    const { problem, openForMs } = await setup.until(({ state }) => state === 'closed');
    assert.deepEqual([problem, openForMs], [undefined, undefined]);
    void setup.handlers['connection/cancel']({ connection }, context);
  });

  it('says in a snapshot and a row why an address cannot be dialled', async () => {
    setup.open('http://127.0.0.1/');
    const { problem } = await setup.until(({ state }) => state === 'closed');
    assert.equal(problem?.code, 'bad-address');
    const { rows } = await setup.batch();
    const last = rows.findLastIndex(({ severity }) => severity === 'error');
    assert.equal(rows[last]?.preview, problem.message);
    const detail = await setup.detail(last);
    assert.ok(detail.kind === 'status' && detail.severity === 'error');
    assert.ok(Math.abs(detail.wallMs - Date.now()) < 60_000);
  });

  it('forgets a connection with its rows and ends it', async () => {
    await setup.listen();
    const peer = await setup.connect();
    const { generation } = await setup.batch();
    const closed = once(peer, 'close');
    await setup.handlers['connection/forget']({ connection }, context);
    await closed;
    const snapshot = await setup.handlers['connection/read']({ connection }, context);
    assert.equal(snapshot.state, 'idle');
    await setup.connect();
    assert.notEqual((await setup.batch()).generation, generation);
  });

  describe('with a filter', () => {
    it('reads rows by their index among the matches, and goes on as frames arrive', async () => {
      const peer = await (await setup.listen()).connect();
      for (const text of ['one', 'two', 'three']) peer.send(text);
      await setup.until(({ traffic }) => traffic.in.frames === 3);
      const before = (await setup.batch()).generation;
      assert.deepEqual(await setup.filter('t dir:in'), { mistakes: [] });
      const { filter } = await setup.searched();
      assert.equal(filter?.matching, 2);
      const batch = await setup.batch();
      assert.notEqual(batch.generation, before);
      assert.deepEqual(
        batch.rows.map(({ preview }) => preview),
        ['two', 'three'],
      );
      const [two, three] = batch.rows;
      assert.equal(three?.deltaUs, three!.timeUs - two!.timeUs);
      const detail = await setup.detail(three.row);
      assert.equal(detail.kind === 'frame' && detail.fields.payloadLength, 5);
      peer.send('ten');
      await setup.until((snapshot) => snapshot.filter?.matching === 3);
      assert.equal((await setup.batch(2)).rows[0]?.preview, 'ten');
      await setup.filter('');
      const all = await setup.until((snapshot) => snapshot.filter === undefined);
      assert.equal((await setup.batch()).rows.length, all.rows.total);
    });

    it('captures on while an endless expression is stopped and told', async () => {
      const peer = await (await setup.listen()).connect();
      peer.send(`${'a'.repeat(60)}!`);
      await setup.until(({ traffic }) => traffic.in.frames === 1);
      await setup.filter('/^(a+)+$/');
      for (let count = 0; count < 1_000; count++) peer.send(`frame ${count}`);
      await setup.until(({ traffic }) => traffic.in.frames === 1_001);
      const { filter } = await setup.until((snapshot) => snapshot.filter?.problem !== undefined);
      assert.match(filter?.problem ?? '', /backtracks/);
      await setup.filter('"frame 999"');
      await setup.until((snapshot) => snapshot.filter?.matching === 1);
    });

    it('lists messages, each by its last frame, with the whole text', async () => {
      const peer = await (await setup.listen()).connect();
      peer.send('Hel', { fin: false });
      peer.send('lo', { fin: true });
      peer.send('next');
      await setup.until(({ traffic }) => traffic.in.frames === 3);
      await setup.filter('dir:in', 'messages');
      const { filter } = await setup.searched();
      assert.deepEqual([filter?.matching, filter?.view], [2, 'messages']);
      const [first, second] = (await setup.batch()).rows;
      assert.match(first?.preview ?? '', /^\(2 fragments in [\d.]+ ms\) Hello$/);
      assert.deepEqual([first?.opcode, first?.size, second?.preview], [1, 5, 'next']);
      const detail = await setup.detail(first!.row);
      assert.ok(detail.kind === 'frame');
      assert.deepEqual(
        detail.message?.parts.map(({ row }) => row),
        [first!.row - 1, first!.row],
      );
    });

    it('finds what was compressed', async () => {
      const peer = await (await setup.listen({ perMessageDeflate: { threshold: 0 } })).connect();
      peer.send('needle '.repeat(100));
      await setup.until(({ traffic }) => traffic.in.frames === 1);
      await setup.filter('needle is:compressed');
      assert.equal((await setup.searched()).filter?.matching, 1);
    });

    it('says what is wrong with a filter, also before there is a connection', async () => {
      const { mistakes } = await setup.filter('dir:up');
      assert.deepEqual(
        mistakes.map(({ from, to }) => [from, to]),
        [[0, 6]],
      );
      const caret = 4;
      const completion = await setup.handlers['filter/complete']({ text: 'dir:', caret }, context);
      assert.deepEqual(
        completion.suggestions.map(({ text }) => text),
        ['in', 'out'],
      );
    });
  });
});
