import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { runRead } from '../../../src/cli/readCommand';
import { temporaryFolder } from '../capture/support/temporaryFolder';
import { StoredFeed } from '../capture/support/storedFeed';
import { TestTerminal } from './support/testTerminal';

const root = temporaryFolder();

describe('runRead', () => {
  it('prints a capture for people', async () => {
    const feed = new StoredFeed(path.join(root, 'people')).connect().text('in', 'hello').finish();
    const terminal = new TestTerminal();
    assert.equal(await runRead({ file: feed.folder, ndjson: false }, terminal), 0);
    assert.equal(terminal.lines.length, 1);
    assert.match(terminal.lines[0] ?? '', / ↓ text +5 B {2}hello$/);
  });

  it('says what had to be repaired, once', async () => {
    const feed = new StoredFeed(path.join(root, 'torn')).connect().text('in', 'x'.repeat(100));
    feed.kill();
    const read = async () => {
      const terminal = new TestTerminal();
      assert.equal(await runRead({ file: feed.folder, ndjson: true }, terminal), 0);
      return terminal;
    };
    const { output, errors } = await read();
    assert.match(errors.text, /was not finished/);
    assert.equal((await read()).output.text, output.text);
  });

  it('ends with 1 and a sentence for what is no capture', async () => {
    for (const file of [path.join(root, 'nothing'), __filename]) {
      const terminal = new TestTerminal();
      assert.equal(await runRead({ file, ndjson: true }, terminal), 1);
      assert.match(terminal.errors.text, /cannot be opened as a capture/);
      assert.ok(terminal.errors.text.includes(file));
      assert.equal(terminal.output.text, '');
    }
  });

  it('stops when nobody reads any more', async () => {
    const feed = new StoredFeed(path.join(root, 'long')).connect();
    for (let row = 0; row < 2000; row++) feed.text('in', 'x'.repeat(100));
    feed.finish();
    const terminal = new TestTerminal();
    let writes = 0;
    terminal.output._write = (_chunk, _encoding, callback: (error?: Error) => void) => {
      writes++;
      callback(new Error('write EPIPE'));
    };
    const gone = once(terminal.output, 'error');
    assert.equal(await runRead({ file: feed.folder, ndjson: true }, terminal), 0);
    await gone;
    assert.equal(writes, 1);
  });
});
