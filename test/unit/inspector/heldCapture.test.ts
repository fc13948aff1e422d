import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CaptureMemory } from '../../../src/capture/captureMemory';
import { beginCapture, memoryCapture, openStoredCapture } from '../../../src/inspector/heldCapture';
import { RequestError } from '../../../src/protocol/requestError';
import { temporaryFolder } from '../capture/support/temporaryFolder';

const root = temporaryFolder();
const holding = { memory: new CaptureMemory(1e6), onChange: () => {} };
const { signal } = new AbortController();
const status = { severity: 'info', text: 'Open', detail: undefined } as const;

const inUse = () => assert.fail('it is finished');

describe('heldCapture', () => {
  it('begins a capture in memory', () => {
    const held = memoryCapture('ws://x/', holding);
    assert.deepEqual([held.url, held.stored], ['ws://x/', undefined]);
    assert.equal(held.capture.storageFacts, undefined);
    assert.ok(Math.abs(held.capture.startWallMs - Date.now()) < 1000);
    held.release();
  });

  it('begins a capture in a folder, finishes it when it is released, and opens it again', async () => {
    const folder = path.join(root, 'any name.capture');
    const held = beginCapture(folder, 'ws://x/', '1.2.3', holding);
    held.capture.appendStatus(held.capture.clockUs(5), status);
    held.release();
    const opened = await openStoredCapture(folder, inUse, holding, signal);
    assert.deepEqual(opened.stored, { capture: 'any name.capture', repaired: '' });
    assert.deepEqual([opened.url, opened.capture.status(0)], ['ws://x/', status]);
    opened.release();
  });

  it('asks whether this process writes what it is the owner of', async () => {
    const folder = path.join(root, 'open');
    const held = beginCapture(folder, 'ws://x/', '1', holding);
    const asked: string[] = [];
    const noteAsked = (name: string) => asked.push(name) > 0;
    const opened = await openStoredCapture(folder, noteAsked, holding, signal);
    assert.deepEqual(asked, ['open']);
    assert.match(opened.stored?.repaired ?? '', /still being written/);
    opened.release();
    held.release();
  });

  it('says at once when the folder cannot be written, and goes on in memory', () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    let changes = 0;
    const folder = path.join(file, 'x');
    const held = beginCapture(folder, '', '1', { ...holding, onChange: () => changes++ });
    assert.match(held.capture.storageFacts?.problem ?? '', /cannot be written to/);
    assert.equal(changes, 1);
    assert.equal(held.capture.appendStatus(0, status), 0);
    held.release();
    assert.ok(!existsSync(folder));
  });

  it('refuses what is no capture', async () => {
    await assert.rejects(
      openStoredCapture(root, () => false, holding, signal),
      (error) => error instanceof RequestError && error.code === 'bad-capture',
    );
  });
});
