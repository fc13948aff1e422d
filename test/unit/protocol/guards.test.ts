import assert from 'node:assert/strict';
import {
  longestFilterText,
  longestUrl,
  mostBytes,
  panelGuards,
} from '../../../src/protocol/guards';
import type { PanelMethods } from '../../../src/protocol/panelProtocol';
import { longestRepeatMs, mostRepeats } from '../../../src/protocol/repeat';
import { mostRows } from '../../../src/protocol/rowBatch';

/** Parameters that a method takes, and some that it must not. */
interface Examples {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const text = { kind: 'text', text: 'hello' };
const rows = { generation: 1, start: 0, count: 100 };
const bytes = { row: 3, view: 'payload', offset: 0, length: 1024 };
const file = { kind: 'binary', encoding: 'file', file: 'file-1' };
const order = { everyMs: 100, times: 3, jitterMs: 10 };
const url = { url: 'ws://localhost', acceptUntrustedCertificate: false };

const examples: Readonly<Record<keyof PanelMethods, Examples>> = {
  'panel/hello': {
    good: [{ protocol: 1, build: '0.1.0' }],
    bad: [{ protocol: '1', build: '0.1.0' }, { protocol: 1 }, { protocol: -1, build: '' }],
  },
  'host/ping': { good: [null], bad: [{}, 0, ''] },
  'connection/open': {
    good: [url, { ...url, habits: {} }, { ...url, habits: { answerPings: 'never' } }],
    bad: [
      { ...url, habits: { answerPings: 'sometimes' } },
      { ...url, habits: null },
      { url: 'ws://localhost' },
      { ...url, acceptUntrustedCertificate: 'yes' },
      { ...url, url: ['ws://localhost'] },
      { ...url, url: 'x'.repeat(longestUrl + 1) },
    ],
  },
  'connection/cancel': { good: [null], bad: [{}] },
  'connection/close': { good: [null], bad: [{}] },
  'frame/send': {
    good: [
      { draft: text },
      { draft: text, confirmed: true },
      { draft: file },
      { preview: 3 },
      { preview: 3, confirmed: false },
    ],
    bad: [
      text,
      { draft: null },
      { draft: { kind: 'x' } },
      { draft: text, preview: 3 },
      { draft: text, confirmed: 'yes' },
      { preview: -1 },
      { draft: { ...file, file: 7 } },
    ],
  },
  'frame/preview': {
    good: [{ draft: text }, { draft: file }],
    bad: [{}, { draft: text, confirmed: true }, { draft: {} }],
  },
  'repeat/start': {
    good: [
      { draft: text, order },
      { draft: text, order: { ...order, times: undefined }, confirmed: true },
      // A channel that speaks JSON leaves out what is undefined.
      { draft: text, order: { everyMs: 0, jitterMs: 0 } },
    ],
    bad: [
      { draft: text },
      { order },
      { draft: text, order: { ...order, times: 0 } },
      { draft: text, order: { ...order, times: mostRepeats + 1 } },
      { draft: text, order: { ...order, everyMs: -1 } },
      { draft: text, order: { ...order, everyMs: 0.5 } },
      { draft: text, order: { ...order, jitterMs: longestRepeatMs + 1 } },
    ],
  },
  'repeat/stop': { good: [null], bad: [{}] },
  'draft/fromRow': {
    good: [
      { row: 0, as: 'frame' },
      { row: 7, as: 'message' },
    ],
    bad: [{ row: 0 }, { row: -1, as: 'frame' }, { row: 0, as: 'payload' }],
  },
  'file/choose': { good: [null], bad: [{}, { path: '/etc/passwd' }] },
  'rows/export': {
    good: [{ selection: null }, { selection: { from: 0, to: 9, count: 3 } }],
    bad: [
      null,
      {},
      { selection: { from: 0, to: 9 } },
      { selection: { from: -1, to: 9, count: 1 } },
    ],
  },
  'saved/list': { good: [null], bad: [{}] },
  'saved/save': {
    good: [{ name: 'hello', draft: { kind: 'text', text: 'hello' } }],
    bad: [
      { name: 'hello' },
      { name: 'x'.repeat(101), draft: { kind: 'text', text: '' } },
      { name: 'file', draft: file },
      { name: 'bytes', draft: { kind: 'raw', encoding: 'bytes', bytes: Uint8Array.of(1) } },
    ],
  },
  'saved/delete': { good: [{ name: 'hello' }], bad: [{}, null] },
  'filter/set': {
    good: [{ text: '' }, { text: 'x'.repeat(longestFilterText) }],
    bad: [{}, { text: 1 }, { text: 'x'.repeat(longestFilterText + 1) }],
  },
  'filter/complete': {
    good: [{ text: 'dir:', caret: 4 }],
    bad: [{ text: 'dir:' }, { text: 'dir:', caret: -1 }, { text: null, caret: 0 }],
  },
  'rows/read': {
    good: [rows, { ...rows, count: mostRows }],
    bad: [
      { ...rows, count: mostRows + 1 },
      { ...rows, start: -1 },
      { ...rows, start: 0.5 },
      { ...rows, start: Number.NaN },
      { ...rows, start: 1n },
      { ...rows, generation: '1' },
    ],
  },
  'row/find': { good: [{ timeUs: 0 }], bad: [{ timeUs: -1 }, { timeUs: '1' }, {}] },
  'summary/read': { good: [{ buckets: 1 }], bad: [{ buckets: 1e9 }, { buckets: -1 }, {}] },
  'frame/read': { good: [{ row: 0 }], bad: [{ row: Infinity }, { row: '0' }, {}, 0] },
  'bytes/read': {
    good: [bytes, { ...bytes, view: 'frame' }, { ...bytes, view: 'message', length: mostBytes }],
    bad: [
      { ...bytes, view: 'constructor' },
      { ...bytes, length: mostBytes + 1 },
      { ...bytes, offset: -1 },
    ],
  },
  'clipboard/write': { good: [{ text: '' }], bad: [{ text: 7 }, {}] },
};

describe('panelGuards', () => {
  for (const [method, { good, bad }] of Object.entries(examples)) {
    const guard: (params: unknown) => boolean = panelGuards[method as keyof PanelMethods];
    it(`accept what ${method} takes`, () => {
      for (const params of good) assert.ok(guard(params), JSON.stringify(params));
    });

    it(`refuse what ${method} does not take`, () => {
      for (const params of [...bad, undefined, 'text', [], () => 0]) {
        assert.ok(!guard(params), String(params));
      }
    });
  }

  it('refuse what a request does not have, the name of another connection for instance', () => {
    const read = { generation: 1, start: 0, count: 1 };
    assert.ok(panelGuards['rows/read'](read));
    assert.ok(!panelGuards['rows/read']({ ...read, connection: 'connection-2' }));
  });

  it('check every method', () => {
    assert.deepEqual(Object.keys(panelGuards).toSorted(), Object.keys(examples).toSorted());
  });
});
