import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import { CaptureLibrary } from '../../../src/inspector/captureLibrary';
import { defaultSettings, Inspector } from '../../../src/inspector/inspector';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type {
  ExportProgress,
  InspectorMethods,
  InspectorSettings,
} from '../../../src/protocol/inspectorProtocol';
import { RequestError } from '../../../src/protocol/requestError';
import { decodeRowBatch } from '../../../src/protocol/rowBatch';
import { encodeFrame } from '../../support/encodeFrame';
import { StoredFeed } from '../capture/support/storedFeed';
import { longestInflatedKept } from '../../../src/session/messageInflater';
import { temporaryFolder } from '../capture/support/temporaryFolder';

const root = temporaryFolder();

/** Longer than any limit by default; 1 GiB under `npm run test:long`. */
const longMessage = process.env['TEST_LONG'] ? 2 ** 30 : 2 ** 27;

/** An inspector with a folder of its own, and a server for it to dial. */
class Setup {
  readonly folder = path.join(root, String(process.hrtime.bigint()));
  readonly progress: ExportProgress[] = [];
  private readonly news = new EventEmitter();
  private newest: ConnectionSnapshot | undefined;
  private server: WebSocketServer | undefined;
  private inspector = this.start();

  private start(): Inspector {
    return new Inspector({
      build: 'test',
      searchFile: path.join(__dirname, '../capture/search/searchMain.entry.js'),
      tellExporting: (progress) => this.progress.push(progress),
      tell: (snapshot) => {
        this.newest = snapshot;
        this.news.emit('snapshot');
      },
    });
  }

  async ask<Name extends keyof InspectorMethods>(
    name: Name,
    params: InspectorMethods[Name]['params'],
  ): Promise<InspectorMethods[Name]['result']> {
    const { signal } = new AbortController();
    // Each handler takes and gives what belongs to its own name, which a union cannot say.
    return (await this.inspector.handlers[name](params as never, { signal })) as never;
  }

  async configure(settings: Partial<InspectorSettings> = {}): Promise<void> {
    const capturesFolder = this.folder;
    await this.ask('inspector/configure', { ...defaultSettings, capturesFolder, ...settings });
  }

  async connect(connection = 'panel', options: ServerOptions = {}): Promise<WebSocket> {
    this.server ??= new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
    if (!this.server.address()) await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    const accepted = once(this.server, 'connection');
    const url = `ws://user:secret@127.0.0.1:${port}/`;
    const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
    await this.ask('connection/open', { connection, dial });
    const [peer] = (await accepted) as [WebSocket];
    await this.until(({ state }) => state === 'open');
    return peer;
  }

  async until(wanted: (snapshot: ConnectionSnapshot) => boolean): Promise<ConnectionSnapshot> {
    for (;;) {
      if (this.newest && wanted(this.newest)) return this.newest;
      await once(this.news, 'snapshot');
    }
  }

  /** Resolves with the next snapshot that is told. */
  async next(): Promise<void> {
    await once(this.news, 'snapshot');
  }

  async previews(connection = 'panel'): Promise<string[]> {
    const range = { connection, generation: 0, start: 0, count: 1000 };
    const { rows } = decodeRowBatch(await this.ask('rows/read', range));
    return rows.map(({ preview }) => preview);
  }

  /** Everything ends, and a new inspector begins, as after a reload of the window. */
  async restart(): Promise<void> {
    this.inspector.dispose();
    this.inspector = this.start();
    await this.configure();
  }

  end(): void {
    this.inspector.dispose();
    for (const client of this.server?.clients ?? []) client.terminate();
    this.server?.close();
  }
}

/** A capture that was left by a process that was killed, so that opening it takes a while. */
function leftCapture({ folder }: Setup): { capture: string; rows: number } {
  fs.mkdirSync(folder, { recursive: true });
  const feed = new StoredFeed(folder).connect();
  const frames = Buffer.concat(Array.from({ length: 1000 }, () => encodeFrame({ opcode: 1 })));
  for (let more = 0; more < 200; more++) feed.push('in', frames);
  feed.kill();
  fs.truncateSync(path.join(feed.folder, 'rows'), 0);
  const head = path.join(feed.folder, 'capture.json');
  const owner = { pid: 2 ** 30, born: 'long ago' };
  const left = { ...(JSON.parse(fs.readFileSync(head, 'utf8')) as object), owner };
  fs.writeFileSync(head, JSON.stringify(left));
  return { capture: path.basename(feed.folder), rows: feed.capture.total };
}

function rejectsWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof RequestError && error.code === code;
}

describe('CaptureLibrary', () => {
  let setup: Setup;
  beforeEach(async () => {
    setup = new Setup();
    await setup.configure();
  });
  afterEach(() => setup.end());

  it('writes each connection from its first dial on, secrets masked', async () => {
    const peer = await setup.connect();
    peer.send('hello');
    const { storage, slowedDown } = await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.deepEqual([storage?.problem, slowedDown], [undefined, false]);
    const [listed, ...others] = await setup.ask('captures/list', null);
    assert.equal(storage?.path, path.join(setup.folder, listed?.capture ?? ''));
    assert.deepEqual([listed?.state, others.length], ['open', 0]);
    assert.match(listed?.url ?? '', /^ws:\/\/\*+:\*+@127/);
    await setup.ask('connection/forget', { connection: 'panel' });
    const finished = await setup.ask('captures/list', null);
    assert.deepEqual(
      finished.map(({ state }) => state),
      ['finished'],
    );
    for (const name of fs.readdirSync(storage?.path ?? '')) {
      const content = fs.readFileSync(path.join(storage?.path ?? '', name), 'latin1');
      assert.ok(!content.includes('secret'), name);
    }
  });

  it('finishes every capture before it ends', async () => {
    await setup.connect('one');
    await setup.connect('two');
    await setup.ask('inspector/finish', null);
    const states = (await setup.ask('captures/list', null)).map(({ state }) => state);
    assert.deepEqual(states, ['finished', 'finished']);
  });

  it('shows a stored capture as it was, in a panel of its own or instead of another', async () => {
    const peer = await setup.connect();
    for (const text of ['one', 'two']) peer.send(text);
    peer.close(1000);
    const before = await setup.until(({ state }) => state === 'closed');
    const previews = await setup.previews();
    await setup.restart();
    const [{ capture } = assert.fail()] = await setup.ask('captures/list', null);
    const shown = await setup.ask('captures/open', { connection: 'panel', capture });
    assert.equal(shown.state, 'closed');
    assert.equal(shown.url, before.url);
    assert.deepEqual(shown.traffic, before.traffic);
    assert.deepEqual(shown.stored, { capture, repaired: '' });
    assert.deepEqual(await setup.previews(), previews);
    const again = await setup.ask('captures/open', { connection: 'panel', capture });
    assert.ok(again.revision > shown.revision);
    assert.ok(again.rows.generation !== shown.rows.generation);
  });

  describe('while it is opened', () => {
    it('is repaired once, although two panels open it at the same time', async () => {
      const { capture, rows } = leftCapture(setup);
      const panels = ['one', 'two'].map((connection) =>
        setup.ask('captures/open', { connection, capture }),
      );
      const [one, two] = await Promise.all(panels);
      assert.deepEqual([one?.rows.total, two?.rows.total], [rows, rows]);
      assert.match(one?.stored?.repaired ?? '', /200000 rows were read again/);
      assert.deepEqual(two?.stored, one?.stored);
    });

    it('is in use, so that it is not deleted', async () => {
      const { capture } = leftCapture(setup);
      await setup.configure({ retention: { bytes: 1, days: 0 } });
      const opening = setup.ask('captures/open', { connection: 'panel', capture });
      const removing = setup.ask('captures/delete', { capture });
      await assert.rejects(removing, rejectsWith('capture-in-use'));
      assert.deepEqual(await setup.ask('captures/tidy', null), []);
      await opening;
    });

    it('is let go when its panel is closed, or shows something else', async () => {
      const { capture, rows } = leftCapture(setup);
      const open = () => setup.ask('captures/open', { connection: 'panel', capture });
      const replaced = assert.rejects(open(), rejectsWith('cancelled'));
      const dialled = assert.rejects(open(), rejectsWith('cancelled'));
      await setup.connect();
      await Promise.all([replaced, dialled]);
      const given = setup.ask('captures/open', { connection: 'other', capture });
      await setup.ask('connection/forget', { connection: 'other' });
      await assert.rejects(given, rejectsWith('cancelled'));
      const { rows: shown, stored } = await setup.ask('captures/open', {
        connection: 'other',
        capture,
      });
      assert.equal(shown.total, rows);
      assert.match(stored?.repaired ?? '', /rows were read again/);
      await setup.ask('connection/forget', { connection: 'other' });
      await setup.ask('captures/delete', { capture });
    });

    it('makes no connection wait that captures meanwhile', async () => {
      const { capture, rows } = leftCapture(setup);
      const peer = await setup.connect('live');
      const opening = setup.ask('captures/open', { connection: 'panel', capture });
      let echoed = 0;
      const echoing = new AbortController();
      void opening.finally(() => echoing.abort());
      for (; !echoing.signal.aborted; echoed++) {
        peer.send(String(echoed));
        await setup.until(({ connection, traffic }) => {
          return connection === 'live' && traffic.in.frames > echoed;
        });
      }
      assert.ok(echoed > 0, `${echoed} frames came`);
      assert.equal((await opening).rows.total, rows);
    });

    it('is refused in words when its files cannot be read', async () => {
      const { capture } = leftCapture(setup);
      fs.rmSync(path.join(setup.folder, capture, 'rows'));
      fs.mkdirSync(path.join(setup.folder, capture, 'rows'));
      await assert.rejects(setup.ask('captures/open', { connection: 'panel', capture }), {
        code: 'bad-capture',
        message: /cannot be read: .*Check their permissions/,
      });
    });
  });

  it('begins a new capture when a panel that shows a stored one is connected', async () => {
    await setup.connect();
    await setup.restart();
    const [{ capture } = assert.fail()] = await setup.ask('captures/list', null);
    await setup.ask('captures/open', { connection: 'panel', capture });
    await setup.connect();
    const { stored } = await setup.until(({ state }) => state === 'open');
    assert.equal(stored, undefined);
    assert.equal((await setup.ask('captures/list', null)).length, 2);
    await assert.rejects(
      setup.ask('captures/open', { connection: 'panel', capture }),
      rejectsWith('already-open'),
    );
  });

  it('shows what inflating gave, after a restart too', async () => {
    const deflate = { perMessageDeflate: { threshold: 0 } };
    const peer = await setup.connect('panel', deflate);
    peer.send('compressed '.repeat(100));
    await setup.until(({ traffic }) => traffic.in.frames === 1);
    const [preview] = (await setup.previews()).slice(-1);
    assert.match(preview ?? '', /^compressed compressed/);
    await setup.restart();
    const [{ capture } = assert.fail()] = await setup.ask('captures/list', null);
    await setup.ask('captures/open', { connection: 'panel', capture });
    assert.ok((await setup.previews()).includes(preview ?? ''));
  });

  it('shows a capture that another panel is writing', async () => {
    const peer = await setup.connect();
    peer.send('x');
    const { storage } = await setup.until(
      ({ traffic, storage: state }) => traffic.in.frames === 1 && state !== undefined,
    );
    const capture = path.basename(storage?.path ?? '');
    const shown = await setup.ask('captures/open', { connection: 'other', capture });
    assert.match(shown.stored?.repaired ?? '', /still being written/);
  });

  it('refuses what is no capture, each time with a code', async () => {
    const open = (capture: string) => setup.ask('captures/open', { connection: 'panel', capture });
    for (const name of ['..', 'a/b']) await assert.rejects(open(name), rejectsWith('no-capture'));
    await assert.rejects(open('nothing'), rejectsWith('bad-capture'));
    await setup.configure({ capturesFolder: undefined });
    await assert.rejects(open('nothing'), rejectsWith('no-capture'));
  });

  it('deletes a capture, but none that is in use', async () => {
    await setup.connect();
    const [{ capture } = assert.fail()] = await setup.ask('captures/list', null);
    const remove = () => setup.ask('captures/delete', { capture });
    await assert.rejects(remove(), rejectsWith('capture-in-use'));
    await setup.ask('connection/forget', { connection: 'panel' });
    await setup.ask('captures/open', { connection: 'other', capture });
    await assert.rejects(remove(), rejectsWith('capture-in-use'));
    await setup.ask('connection/forget', { connection: 'other' });
    await remove();
    assert.deepEqual(await setup.ask('captures/list', null), []);
    await assert.rejects(remove(), rejectsWith('no-capture'));
    await assert.rejects(
      setup.ask('captures/delete', { capture: '..' }),
      rejectsWith('no-capture'),
    );
  });

  it('deletes what retention does not allow, and tells what that was', async () => {
    await setup.connect();
    assert.deepEqual(await setup.ask('captures/tidy', null), []);
    await setup.configure({ retention: { bytes: 1, days: 0 } });
    assert.deepEqual(await setup.ask('captures/tidy', null), [], 'it is in use');
    await setup.ask('connection/forget', { connection: 'panel' });
    const removed = await setup.ask('captures/tidy', null);
    assert.equal(removed.length, 1);
    assert.deepEqual(await setup.ask('captures/list', null), []);
  });

  it('exports what a panel shows, and tells how far it is', async () => {
    const peer = await setup.connect();
    peer.send('one');
    peer.send('two');
    const { rows } = await setup.until(({ traffic }) => traffic.in.frames === 2);
    const file = path.join(root, 'export.txt');
    const order = { connection: 'panel', file, format: 'lines', from: 0, to: Infinity } as const;
    assert.deepEqual(await setup.ask('captures/export', order), { lines: 2, bytes: 8 });
    assert.equal(fs.readFileSync(file, 'utf8'), 'one\ntwo\n');
    const { total } = rows;
    assert.deepEqual(setup.progress.at(-1), { connection: 'panel', done: total, total });
    const last = { ...order, from: total - 1 };
    assert.deepEqual(await setup.ask('captures/export', last), { lines: 1, bytes: 4 });
    await assert.rejects(
      setup.ask('captures/export', { ...order, from: total }),
      rejectsWith('no-rows'),
    );
    await assert.rejects(
      setup.ask('captures/export', { ...order, connection: 'other' }),
      rejectsWith('no-row'),
    );
  });

  it('exports the rows that a filter finds, once it has searched them', async () => {
    const peer = await setup.connect();
    for (let number = 1; number <= 30; number++) peer.send(String(number));
    const { rows } = await setup.until(({ traffic }) => traffic.in.frames === 30);
    const file = path.join(root, 'filtered.txt');
    const order = { connection: 'panel', file, format: 'lines', from: 0, to: Infinity } as const;
    await setup.ask('filter/set', { connection: 'panel', text: '/^.$/' });
    const filtered = { ...order, filter: '/^.$/' };
    assert.equal((await setup.ask('captures/export', filtered)).lines, 9);
    assert.equal(fs.readFileSync(file, 'utf8'), '1\n2\n3\n4\n5\n6\n7\n8\n9\n');
    assert.deepEqual(setup.progress.at(-1), { connection: 'panel', done: 9, total: 9 });
    const some = { ...filtered, from: rows.total - 28, to: rows.total - 26 };
    await setup.ask('captures/export', some);
    assert.equal(fs.readFileSync(file, 'utf8'), '3\n4\n');
    const none = { ...filtered, from: rows.total - 5 };
    await assert.rejects(setup.ask('captures/export', none), rejectsWith('no-rows'));
    await assert.rejects(
      setup.ask('captures/export', { ...order, filter: 'other' }),
      rejectsWith('other-filter'),
    );
  });

  it('goes on in memory and says so when the folder cannot be written to', async () => {
    fs.writeFileSync(setup.folder, '');
    const peer = await setup.connect();
    peer.send('kept');
    const { storage } = await setup.until(({ traffic }) => traffic.in.frames === 1);
    assert.match(storage?.problem ?? '', /cannot be written to/);
    assert.ok((await setup.previews()).includes('kept'));
  });

  for (const [how, perMessageDeflate, kept] of [
    ['plain', false, longMessage],
    ['compressed', true, longestInflatedKept],
  ] as const) {
    it(`stores a ${how} message of ${longMessage} bytes when there is no limit`, async function () {
      this.timeout(300_000);
      await setup.configure({ messageLimit: 0 });
      const peer = await setup.connect('panel', { perMessageDeflate });
      peer.send(Buffer.alloc(longMessage, 'x'));
      const { rows, memory, storage } = await setup.until(({ traffic }) => traffic.in.frames === 1);
      assert.equal(storage?.problem, undefined);
      assert.ok(memory.used <= memory.limit, `${memory.used} bytes`);
      const row = { connection: 'panel', row: rows.total - 1 };
      const message = async () => {
        const detail = await setup.ask('frame/read', row);
        return detail.kind === 'frame' ? detail.message : undefined;
      };
      while ((await message())?.length === undefined) await setup.next();
      assert.equal((await message())?.length, longMessage);
      const end = { ...row, view: 'message', offset: kept - 5, length: 9 } as const;
      const { bytes, total } = await setup.ask('bytes/read', end);
      assert.deepEqual([total, Buffer.from(bytes).toString()], [kept, 'xxxxx']);
      assert.equal(peer.readyState, peer.OPEN);
    });
  }

  it('keeps captures in memory without a folder', () => {
    const held = new CaptureLibrary('test').begin('ws://x/', {
      memory: new CaptureMemory(1e6),
      onChange: () => {},
    });
    assert.equal(held.capture.storageFacts, undefined);
    held.release();
  });
});
