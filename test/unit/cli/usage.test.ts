import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { exitCode } from '../../../src/cli/exitCode';
import { usage } from '../../../src/cli/usage';

describe('usage', () => {
  const source = readFileSync('src/cli/commandLine.ts', 'utf8');
  const names = [...source.matchAll(/^ {2}'?([\w-]+)'?: \{ type: '(?:string|boolean)'/gm)].map(
    ([, name = '']) => name,
  );

  it('names every option, and no other', () => {
    assert.ok(names.length >= 13, String(names));
    const named = [...usage.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !['help', 'version'].includes(name)).toSorted(),
      [...new Set(names)].toSorted(),
    );
  });

  it('explains every exit code', () => {
    for (const code of Object.values(exitCode))
      assert.match(usage, new RegExp(`^  ${code}  \\w`, 'm'));
  });

  it('fits a terminal', () => {
    for (const line of usage.split('\n')) assert.ok(line.length <= 100, line);
  });
});
