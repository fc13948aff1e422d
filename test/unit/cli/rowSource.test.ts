import assert from 'node:assert/strict';
import path from 'node:path';
import { withoutColours } from '../../../src/cli/paint';
import { consoleRows, ndjsonRows, type RowSource } from '../../../src/cli/rowSource';
import type { InspectedConnection } from '../../../src/inspector/inspectedConnection';
import { soleCapture } from '../../../src/inspector/soleConnection';
import { StoredFeed } from '../capture/support/storedFeed';
import { temporaryFolder } from '../capture/support/temporaryFolder';

const root = temporaryFolder();
const count = 1201;

async function linesOf(source: RowSource, from: number, to: number): Promise<string[]> {
  let text = '';
  for await (const part of source(from, to)) text += part;
  return text.split('\n').slice(0, -1);
}

describe('row sources', () => {
  const feed = new StoredFeed(path.join(root, 'rows')).connect();
  for (let row = 0; row < count; row++) feed.text('in', `text ${row}`, row === 7 ? { rsv: 2 } : {});
  feed.finish();
  let capture: InspectedConnection;

  before(async () => {
    capture = await soleCapture(feed.folder, 1e8);
  });
  after(() => capture.dispose());

  it('have a line for each row, whatever the batches are', async () => {
    const look = { paint: withoutColours, width: Infinity };
    const people = await linesOf(
      consoleRows(capture, () => look),
      8,
      count,
    );
    assert.deepEqual(
      people.map((line) => /text \d+$/.exec(line)?.[0]),
      Array.from({ length: count - 8 }, (_, index) => `text ${index + 8}`),
    );
    const programs = await linesOf(ndjsonRows(capture), 8, count);
    assert.deepEqual(
      programs.map((line) => (JSON.parse(line) as { row: number }).row),
      Array.from({ length: count - 8 }, (_, index) => index + 8),
    );
  });

  it('say below a row what is wrong with it', async () => {
    const look = { paint: withoutColours, width: 40 };
    const lines = await linesOf(
      consoleRows(capture, () => look),
      6,
      9,
    );
    assert.equal(lines.length, 4);
    assert.match(lines[2] ?? '', /^ +✗ A reserved bit must be 0 .* \(RFC 6455 §5\.2\)$/);
  });

  it('have nothing for no rows', async () => {
    assert.deepEqual(await linesOf(ndjsonRows(capture), 3, 3), []);
  });
});
