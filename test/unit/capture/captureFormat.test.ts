import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  captureFormatName,
  captureFormatVersion,
  dataFiles,
  headFile,
  journalFile,
  readHead,
} from '../../../src/capture/captureFormat';
import { pageRows } from '../../../src/capture/frameColumns';
import { bytesPerRow } from '../../../src/capture/rowRecord';
import { bytesPerMessage } from '../../../src/capture/inflatedStore';

const head = {
  format: captureFormatName,
  version: captureFormatVersion,
  startUs: 1,
  startWallMs: 2,
  url: 'ws://x/',
  build: '1.0.0',
  owner: { pid: 3, born: '' },
  finished: false,
};

describe('captureFormat', () => {
  it('is what docs/capture-format.md describes', () => {
    const document = readFileSync('docs/capture-format.md', 'utf8');
    const source = readFileSync('src/capture/captureFormat.ts', 'utf8');
    assert.match(document, new RegExp(`^Version ${captureFormatVersion}\\.`, 'm'));
    assert.ok(document.includes(`"${captureFormatName}"`));
    for (const name of [headFile, journalFile, ...dataFiles]) {
      assert.ok(document.includes(`\`${name}\``), name);
    }
    for (const key of Object.keys(head))
      assert.match(document, new RegExp(`^\\| \`${key}\` `, 'm'));
    const types = [...source.matchAll(/readonly type: '(\w+)'/g)].map(([, type]) => type ?? '');
    assert.ok(types.length > 5);
    for (const type of types) assert.match(document, new RegExp(`^\\| \`${type}\` `, 'm'));
    assert.ok(document.includes(`Records of ${bytesPerRow} bytes`));
    assert.ok(document.includes(`Records of ${bytesPerMessage} bytes`));
    assert.ok(document.includes(`${pageRows.toLocaleString('en')} rows`));
  });

  describe('readHead', () => {
    it('reads what was written', () => {
      assert.deepEqual(readHead(JSON.stringify(head)), head);
    });

    it('refuses a newer version whatever else it says', () => {
      const newer = JSON.stringify({
        format: captureFormatName,
        version: captureFormatVersion + 1,
      });
      assert.throws(() => readHead(newer), {
        name: 'CaptureFormatError',
        message: /format version 2, and this build reads versions up to 1/,
      });
    });

    for (const [key, value] of [
      ['startUs', '1'],
      ['finished', 0],
      ['owner', { pid: -1, born: '' }],
      ['owner', null],
      ['version', 0.5],
      ['url', undefined],
    ] as const) {
      it(`refuses ${JSON.stringify(value)} as ${key}`, () => {
        const text = JSON.stringify({ ...head, [key]: value });
        assert.throws(() => readHead(text), /not that of a capture/);
      });
    }

    it('refuses what is no object', () => {
      for (const text of ['null', '[]', '1', '{']) {
        assert.throws(() => readHead(text), /not that of a capture/);
      }
      assert.throws(() => readHead(' \n'), /is empty/);
    });
  });
});
