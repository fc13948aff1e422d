import assert from 'node:assert/strict';
import {
  isFrameDraft,
  longestText,
  longestFilterText,
  longestUrl,
  mostBytes,
  mostRows,
  panelGuards,
} from '../../../src/protocol/guards';
import type { PanelMethods } from '../../../src/protocol/panelProtocol';

/** Parameters that a method takes, and some that it must not. */
interface Examples {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const text = { kind: 'text', text: 'hello' };
const rows = { generation: 1, start: 0, count: 100 };
const bytes = { row: 3, view: 'payload', offset: 0, length: 1024 };
const url = { url: 'ws://localhost', acceptUntrustedCertificate: false };

const examples: Readonly<Record<keyof PanelMethods, Examples>> = {
  'panel/hello': {
    good: [{ protocol: 1, build: '0.1.0' }],
    bad: [{ protocol: '1', build: '0.1.0' }, { protocol: 1 }, { protocol: -1, build: '' }],
  },
  'host/ping': { good: [null], bad: [{}, 0, ''] },
  'connection/open': {
    good: [url],
    bad: [
      { url: 'ws://localhost' },
      { ...url, acceptUntrustedCertificate: 'yes' },
      { ...url, url: ['ws://localhost'] },
      { ...url, url: 'x'.repeat(longestUrl + 1) },
    ],
  },
  'connection/cancel': { good: [null], bad: [{}] },
  'connection/close': { good: [null], bad: [{}] },
  'rows/export': {
    good: [{ selection: null }, { selection: { from: 0, to: 9, count: 3 } }],
    bad: [
      null,
      {},
      { selection: { from: 0, to: 9 } },
      { selection: { from: -1, to: 9, count: 1 } },
    ],
  },
  'frame/send': { good: [{ draft: text }], bad: [text, { draft: null }, { draft: { kind: 'x' } }] },
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

describe('isFrameDraft', () => {
  it('accepts each kind of draft', () => {
    const drafts = [
      text,
      { kind: 'json', text: '{}' },
      { kind: 'binary', encoding: 'hex', text: '00' },
      { kind: 'binary', encoding: 'base64', text: '' },
      { kind: 'ping', text: '' },
      { kind: 'pong', text: '' },
      { kind: 'close', code: 1000, reason: 'bye' },
      { kind: 'close', code: undefined, reason: '' },
      // A channel that speaks JSON leaves out what is undefined.
      { kind: 'close', reason: '' },
    ];
    for (const draft of drafts) assert.ok(isFrameDraft(draft), JSON.stringify(draft));
  });

  it('refuses everything else', () => {
    const others = [
      null,
      { kind: 'text' },
      { kind: 'binary', text: '00' },
      { kind: 'binary', encoding: 'octal', text: '00' },
      { kind: 'close', code: 70_000, reason: '' },
      { kind: 'close', code: '1000', reason: '' },
      { kind: 'close', code: 1000 },
      { kind: 'toString', text: '' },
      { kind: 'text', text: 'x'.repeat(longestText + 1) },
    ];
    for (const other of others) assert.ok(!isFrameDraft(other));
  });
});
