import assert from 'node:assert/strict';
import {
  describeCapture,
  exportName,
  removedSentence,
  sizeOf,
  sortCaptures,
  unfinishedSentence,
} from '../../../src/host/captureText';
import type { StoredCapture } from '../../../src/protocol/inspectorProtocol';

const minute = 60_000;
const finished: StoredCapture = {
  capture: '20260102-1',
  url: 'ws://127.0.0.1:6455/?token=***',
  startedMs: 10 * minute,
  writtenMs: 11 * minute,
  bytes: 34_521_000,
  rows: 1234,
  state: 'finished',
  problem: undefined,
};
const unfinished: StoredCapture = { ...finished, capture: '2', state: 'unfinished' };
const broken: StoredCapture = { ...unfinished, capture: '3', url: '', problem: 'It is empty.' };

describe('describeCapture', () => {
  it('tells address, start, age, size and rows', () => {
    const { label, description, detail } = describeCapture(finished, 13 * minute);
    assert.equal(label, finished.url);
    assert.equal(description, '');
    assert.ok(detail.startsWith(new Date(finished.startedMs).toLocaleString()));
    assert.ok(detail.endsWith(' · 3 minutes ago · 34.5 MB · 1,234 rows'), detail);
  });

  it('says in a word what is not finished, and what is being written', () => {
    assert.equal(describeCapture(unfinished, 0).description, 'not finished');
    assert.equal(describeCapture({ ...finished, state: 'open' }, 0).description, 'being written');
  });

  it('says why a capture cannot be opened, and names it by its folder', () => {
    assert.deepEqual(describeCapture(broken, 0), {
      label: '3',
      description: 'cannot be opened',
      detail: 'It is empty.',
    });
  });

  for (const [age, words] of [
    [0, 'just now'],
    [minute, '1 minute ago'],
    [125 * minute, '2 hours ago'],
    [3 * 24 * 60 * minute, '3 days ago'],
  ] as const) {
    it(`calls an age of ${age} ms ${words}`, () => {
      const { detail } = describeCapture(finished, finished.startedMs + age);
      assert.ok(detail.includes(` · ${words} · `), detail);
    });
  }
});

describe('sortCaptures', () => {
  it('puts first what was not finished, and leaves the order else', () => {
    const newest = { ...finished, capture: '4' };
    assert.deepEqual(sortCaptures([newest, broken, unfinished, finished]), [
      unfinished,
      newest,
      broken,
      finished,
    ]);
  });
});

describe('sentences about captures', () => {
  it('count what was not finished', () => {
    assert.match(unfinishedSentence(1), /^1 capture was not finished because VS Code/);
    assert.match(unfinishedSentence(2), /^2 captures were not finished/);
  });

  it('tell how many captures went, and how large they were', () => {
    assert.match(removedSentence([finished]), /^1 stored capture was deleted .* \(34\.5 MB\)\.$/);
    assert.match(removedSentence([finished, broken]), /^2 stored captures were .* \(69 MB\)\.$/);
  });
});

describe('exportName', () => {
  it('is a file name on every system', () => {
    const name = exportName('ws://127.0.0.1:6455/', 'ndjson', Date.UTC(2026, 0, 2, 3, 4, 5));
    assert.equal(name, '127.0.0.1-6455-2026-01-02T03-04-05.ndjson');
  });
});

describe('sizeOf', () => {
  for (const [bytes, words] of [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1234, '1.23 kB'],
    [999_600, '1 MB'],
    [10_737_418_240, '10.7 GB'],
  ] as const) {
    it(`calls ${bytes} bytes ${words}`, () => assert.equal(sizeOf(bytes), words));
  }
});
