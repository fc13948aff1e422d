import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

describe('docs/performance.md', () => {
  it('has results of every benchmark there is, and of no other', () => {
    const entry = '.entry.ts';
    const benchmarks = readdirSync('test/bench')
      .filter((file) => file.endsWith(entry))
      .map((file) => file.slice(0, -entry.length));
    const page = readFileSync('docs/performance.md', 'utf8');
    const rows = page.matchAll(/^\| `(?<bench>\w+)`\s+\| `\w+`\s+\|[^|]+\|\s*\S[^|]*\|$/gm);
    const inResults = new Set(Array.from(rows, ({ groups }) => groups?.['bench']));
    assert.deepEqual(inResults, new Set(benchmarks));
  });
});
