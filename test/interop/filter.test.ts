import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { longestFilter } from '../../src/capture/filter/parser';
import type { FilterState } from '../../src/protocol/connectionSnapshot';
import { decodeRowBatch, type Row } from '../../src/protocol/rowBatch';
import { storeHugeMessage } from '../unit/capture/support/hugeCapture';
import { StoredFeed } from '../unit/capture/support/storedFeed';
import { temporaryFolder } from '../unit/capture/support/temporaryFolder';
import { DialledConnection, Inspection } from './inspection';

/** Backtracks for ages on a long row of the same letter. */
const endless = '/(a+)+b|(x+)+y/';
/** Messages that end in 7, of those that count from 0. */
const ending7 = '"7}"';

const captures = temporaryFolder();

/** What a filter comes to when all rows are searched, or it has stopped. */
async function searched(connection: DialledConnection, text: string): Promise<FilterState> {
  const { filter } = await connection.until(`all rows searched for ${text}`, (snapshot) => {
    const { filter: state, rows } = snapshot;
    if (state?.text !== text) return false;
    return state.problem !== undefined || state.searched === rows.total;
  });
  assert.ok(filter);
  return filter;
}

/** The filter of the inspector that ships, with its search thread, as a panel sees it. */
describe('the filter', function () {
  this.timeout(30_000);
  let inspection: Inspection;
  let server: WebSocketServer | undefined;

  beforeEach(async () => {
    inspection = Inspection.inWorker();
    await inspection.configure({ capturesFolder: captures });
  });
  afterEach(async () => {
    await inspection.dispose();
    for (const client of server?.clients ?? []) client.terminate();
    server?.close();
    server = undefined;
  });

  /** Dials a server that counts as soon as it is told to. */
  async function dialCounter(count: number, perMessageDeflate = false) {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate });
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    const { port } = server.address() as AddressInfo;
    const connection = await inspection.dial(`ws://127.0.0.1:${port}/`);
    const [peer] = (await accepted) as [WebSocket];
    await connection.untilState('open');
    return { connection, peer, counted: () => countTo(peer, count) };
  }

  async function openStored(folder: string): Promise<DialledConnection> {
    const connection = new DialledConnection(inspection, 'stored');
    const capture = path.basename(folder);
    await inspection.ask('captures/open', { connection: connection.id, capture });
    return connection;
  }

  async function set(connection: DialledConnection, text: string): Promise<readonly string[]> {
    const asked = { connection: connection.id, text };
    const { mistakes } = await inspection.ask('filter/set', asked);
    return mistakes.map(({ message }) => message);
  }

  /** All rows that match. */
  async function matches(connection: DialledConnection, { first, matching }: FilterState) {
    const found: Row[] = [];
    for (let start = first; start < matching; start = first + found.length) {
      const range = { connection: connection.id, generation: 0, start, count: 1000 };
      const { rows } = decodeRowBatch(await inspection.ask('rows/read', range));
      found.push(...rows);
    }
    return found;
  }

  describe('while frames arrive at full speed', () => {
    for (const { what, count, deflate } of [
      { what: 'plain', count: 60_000, deflate: false },
      { what: 'compressed', count: 4_000, deflate: true },
    ]) {
      it(`misses no row and finds none twice: ${what} messages`, async () => {
        const { connection, peer, counted } = await dialCounter(count, deflate);
        await set(connection, ending7);
        const sending = counted();
        await connection.until('a part of them', ({ filter }) => (filter?.matching ?? 0) > 100);
        for (const text of ['nothing', endless, ending7]) await set(connection, text);
        for (let sent = 0; sent < 20; sent++) {
          await connection.send({ kind: 'text', text: `{"sent":${sent}7}` });
        }
        await sending;
        peer.close();
        await connection.untilState('closed');
        const found = await matches(connection, await searched(connection, ending7));
        const of = (direction: Row['direction']) =>
          found.filter((row) => row.direction === direction).map(({ preview }) => preview);
        assert.deepEqual(
          of('in'),
          Array.from({ length: count / 10 }, (_, index) => `{"n":${index}7}`).map((text) =>
            text.replace('"n":07', '"n":7'),
          ),
        );
        assert.deepEqual(
          of('out'),
          Array.from({ length: 20 }, (_, index) => `{"sent":${index}7}`),
        );
      });
    }

    it('counts only what is still there when old rows have to go', async () => {
      await inspection.configure({ memoryLimit: 2_000_000 });
      const { connection, peer, counted } = await dialCounter(50_000);
      await set(connection, ending7);
      await counted();
      peer.close();
      const { rows } = await connection.untilState('closed');
      assert.ok(rows.first > 1000, 'rows are gone');
      const found = await matches(connection, await searched(connection, ending7));
      const numbers = found.map(({ preview }) => Number(/\d+/.exec(preview)?.[0]));
      const [first = 0] = numbers;
      assert.ok(first < 50_000 - 10 && numbers.length > 1);
      assert.deepEqual(
        numbers,
        Array.from({ length: numbers.length }, (_, index) => first + index * 10),
      );
      assert.equal(numbers.at(-1), 49_997);
    });

    it('stops an expression without end, tells, and loses no frame over it', async () => {
      const { connection, peer, counted } = await dialCounter(30_000);
      peer.send('a'.repeat(60));
      const sending = counted();
      await set(connection, endless);
      const { problem } = await searched(connection, endless);
      assert.match(problem ?? '', /took more than 200 ms.*backtracks too much. Make it simpler/);
      await set(connection, ending7);
      await sending;
      peer.close();
      const { traffic } = await connection.untilState('closed');
      assert.equal(traffic.in.frames, 30_000 + 2);
      assert.equal((await searched(connection, ending7)).matching, 3_000);
    });
  });

  it('looks for what is no regular expression as it stands, and says so', async () => {
    const feed = new StoredFeed(captures).connect().text('in', 'a').text('in', '/a(/ b').finish();
    const connection = await openStored(feed.folder);
    const [mistake] = await set(connection, '/a(/');
    assert.match(mistake ?? '', /no valid regular expression: unterminated group. It is searched/);
    assert.equal((await searched(connection, '/a(/')).matching, 1);
  });

  it('takes 10,000 characters of filter, and says where it draws the line', async () => {
    const feed = new StoredFeed(captures).connect();
    for (let row = 0; row < 30_000; row++) feed.text('in', `number ${row};`);
    const connection = await openStored(feed.finish().folder);
    const alternatives = `${Array.from({ length: 1050 }, (_, term) => `x${term}`).join(' or ')} or "r 29999;"`;
    const long = alternatives.padEnd(longestFilter);
    assert.deepEqual(await set(connection, long), []);
    assert.equal((await searched(connection, long)).matching, 1);
    const [tooLong] = await set(connection, `${long} `);
    assert.match(tooLong ?? '', /can have 10000 characters; this one has 10001.*Shorten it/);
    const deep = `${'('.repeat(4999)}"r 29999;"`;
    const [tooDeep] = await set(connection, deep);
    assert.match(tooDeep ?? '', /nested more than 200 levels deep.*Flatten it|"\)" for this/);
    const slow = `/${'(.*)'.repeat(240)}z/`;
    await set(connection, slow);
    assert.match((await searched(connection, slow)).problem ?? '', /Make it simpler/);
    await set(connection, '"r 2999;"');
    assert.equal((await searched(connection, '"r 2999;"')).matching, 1);
  });

  it('searches the beginning of a message of a gibibyte, and says that it is the beginning', async () => {
    const texts = { 0: 'begin', [64 * 1024 * 1024 - 3]: 'end', [64 * 1024 * 1024]: 'beyond' };
    const connection = await openStored(storeHugeMessage(captures, texts).folder);
    const partly = { rows: 1, bytes: 64 * 1024 * 1024 };
    for (const [text, matching] of [
      ['"begin"', 1],
      ['end', 1],
      ['/beyond/', 0],
    ] as const) {
      await set(connection, text);
      const state = await searched(connection, text);
      assert.deepEqual([state.matching, state.problem], [matching, undefined], text);
      assert.deepEqual(state.partly, partly);
    }
    await set(connection, 'size:>1G');
    assert.deepEqual((await searched(connection, 'size:>1G')).partly, undefined);
  });

  it('says so when the files of a capture are cut while they are searched', async () => {
    const feed = new StoredFeed(captures).connect();
    for (let row = 0; row < 100_000; row++) feed.text('in', `{"n":${row}}`);
    const connection = await openStored(feed.finish().folder);
    const text = '$.n>=0';
    const part = connection.until('a part', ({ filter }) => (filter?.searched ?? 0) > 0);
    await set(connection, text);
    await part;
    fs.truncateSync(path.join(feed.folder, 'in.bytes'), 10);
    const { problem, searched: rows } = await searched(connection, text);
    assert.match(problem ?? '', /file in.bytes is shorter than it was.*Open the capture again/);
    assert.ok(rows > 0 && rows < 100_000, `${rows} rows`);
    await set(connection, 'dir:in');
    assert.equal((await searched(connection, 'dir:in')).matching, 100_000);
  });

  it('says so when the files of a capture have vanished', async () => {
    const feed = new StoredFeed(captures).connect();
    for (let row = 0; row < 1000; row++) feed.text('in', `{"n":${row}}`);
    const connection = await openStored(feed.finish().folder);
    fs.rmSync(feed.folder, { recursive: true });
    await set(connection, 'n');
    const { problem } = await searched(connection, 'n');
    assert.match(problem ?? '', /file rows cannot be read \(ENOENT\).*Open the capture again/);
  });
});

/** Sends `{"n":0}` and so on, as fast as they are taken. */
async function countTo(peer: WebSocket, count: number): Promise<void> {
  const atATime = 1000;
  for (let from = 0; from < count; from += atATime) {
    await new Promise((resolve) => {
      for (let n = from; n < from + atATime; n++) {
        peer.send(`{"n":${n}}`, n === from + atATime - 1 ? resolve : undefined);
      }
    });
  }
}
