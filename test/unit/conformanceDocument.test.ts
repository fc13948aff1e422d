import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { allChapters } from '../../src/conformance/checks/allChapters';
import { knownShortcomings, type Shortcomings } from '../interop/knownShortcomings';
import { echoPeers } from '../support/peers/echoPeer';

describe('docs/conformance.md', () => {
  const page = readFileSync('docs/conformance.md', 'utf8');
  const checks = allChapters.flatMap(({ checks: some }) => some);

  it('has the table of what the servers came to', () => {
    const servers = echoPeers.flatMap((name) =>
      Object.entries(knownShortcomings[name]).map(([version, shortcomings]) => ({
        title: `${name} ${version}`,
        shortcomings,
      })),
    );
    const rows = allChapters.map(({ title, checks: some }) => [
      title,
      ...servers.map(({ shortcomings }) =>
        cell(
          some.map(({ id }) => id),
          shortcomings,
        ),
      ),
    ]);
    const all = checks.map(({ id }) => id);
    rows.unshift(['chapter', ...servers.map(({ title }) => title)]);
    rows.push(['**all**', ...servers.map(({ shortcomings }) => cell(all, shortcomings))]);
    const shown = page
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.includes('| ---'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((text) => text.trim()),
      );
    assert.deepEqual(shown.slice(0, rows.length), rows);
  });

  for (const name of echoPeers) {
    for (const [version, { fail, unclear }] of Object.entries(knownShortcomings[name])) {
      it(`explains what ${name} ${version} does not pass, and nothing else`, () => {
        const section = page.split(/^## /m).find((text) => text.startsWith(`${name} ${version}\n`));
        const named = [...(section ?? '').matchAll(/`([a-z\d]+(?:-[a-z\d]+)+)`/g)].map(
          ([, id = '']) => id,
        );
        const ids = named.filter((id) => checks.some((check) => check.id === id));
        // What cannot be asked of a server that does not compress is said of the whole chapter.
        const askable = unclear.filter((id) => name !== 'websocketd' || !id.startsWith('deflate-'));
        assert.deepEqual(new Set(ids), new Set([...fail, ...askable]));
      });
    }
  }
});

/** How many pass, fail and are unclear. */
function cell(ids: readonly string[], { fail, unclear }: Shortcomings): string {
  const failed = ids.filter((id) => fail.includes(id)).length;
  const open = ids.filter((id) => unclear.includes(id)).length;
  return `${ids.length - failed - open} / ${failed} / ${open}`;
}
