import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { InspectorClient } from '../../../src/host/inspectorClient';
import { StoredCaptures } from '../../../src/host/storedCaptures';
import type { StoredCapture } from '../../../src/protocol/inspectorProtocol';
import { RequestError } from '../../../src/protocol/requestError';
import { temporaryFolder } from '../capture/support/temporaryFolder';
import { quietLog } from './quietLog';

const removed: StoredCapture = {
  capture: '20260102-1',
  url: 'ws://127.0.0.1/',
  startedMs: 0,
  writtenMs: 0,
  bytes: 1000,
  rows: 1,
  state: 'finished',
  problem: undefined,
};

const root = temporaryFolder();

function setUp(answer: () => unknown, folder = root) {
  const asked: [name: string, params: unknown][] = [];
  const said: string[] = [];
  const log = quietLog();
  // Each method gives what belongs to its own name, which a function for all cannot say.
  const request = ((name: string, params: unknown) => {
    asked.push([name, params]);
    return Promise.resolve().then(answer);
  }) as InspectorClient['request'];
  const say = (sentence: string) => said.push(sentence);
  const captures = new StoredCaptures({ folder, inspector: { request }, say, log });
  return { captures, asked, said, log };
}

describe('StoredCaptures', () => {
  it('lists and deletes through the inspector', async () => {
    const { captures, asked } = setUp(() => [removed]);
    assert.deepEqual(await captures.list(), [removed]);
    await captures.delete('20260102-1');
    assert.deepEqual(asked, [
      ['captures/list', null],
      ['captures/delete', { capture: '20260102-1' }],
    ]);
  });

  it('knows without the inspector whether there is anything', async () => {
    const folder = path.join(root, 'captures');
    const { captures, asked } = setUp(() => [], folder);
    assert.equal(await captures.isEmpty(), true);
    await mkdir(path.join(folder, '20260102-1'), { recursive: true });
    assert.equal(await captures.isEmpty(), false);
    assert.deepEqual(asked, []);
  });

  it('says and logs what the retention limits took', async () => {
    const { captures, said, log } = setUp(() => [removed]);
    await captures.tidy();
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /^1 stored capture was deleted/);
    assert.deepEqual(log.lines, ['Deleted capture 20260102-1 of ws://127.0.0.1/.']);
  });

  it('says nothing when nothing went', async () => {
    const { captures, said, log } = setUp(() => []);
    await captures.tidy();
    assert.deepEqual([said, log.lines], [[], []]);
  });

  it('leaves a failure to the log', async () => {
    const { captures, said, log } = setUp(() => {
      throw new RequestError('port-closed', 'The other side is gone.');
    });
    await captures.tidy();
    assert.deepEqual(said, []);
    assert.match(log.lines[0] ?? '', /not tidied/);
  });
});
