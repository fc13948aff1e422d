import assert from 'node:assert/strict';
import { closingGraceMs, RunEnd } from '../../../src/cli/runEnd';
import type { ConnectionState } from '../../../src/protocol/connectionSnapshot';
import { idleSnapshot } from '../../../src/protocol/idleSnapshot';

/** A connection in a state, which notes what is done to it. */
function connectionIn(state: ConnectionState) {
  const done: string[] = [];
  return {
    done,
    snapshot: () => ({ ...idleSnapshot('x', 0), state }),
    cancel: () => void done.push('cancel'),
    close: (code: number | undefined) => void done.push(`close ${code}`),
    terminate: () => void done.push('terminate'),
  };
}

describe('RunEnd', () => {
  const cases: [state: ConnectionState, first: string[]][] = [
    ['connecting', ['cancel']],
    ['open', ['close 1000']],
    ['closing', []],
    ['closed', []],
  ];
  for (const [state, first] of cases) {
    it(`is polite to a connection that is ${state} when asked first, not when asked again`, () => {
      const connection = connectionIn(state);
      const end = new RunEnd(connection, undefined);
      end.ask();
      assert.deepEqual(connection.done, first);
      end.ask();
      assert.deepEqual(connection.done, [...first, 'terminate']);
      assert.equal(end.timedOut, false);
    });
  }

  it('closes at the time limit, and cuts when that is not answered', async () => {
    const connection = connectionIn('open');
    const start = performance.now();
    const cut = new Promise<void>((resolve) => {
      connection.terminate = () => {
        resolve();
      };
    });
    const end = new RunEnd(connection, 0.05);
    await cut;
    assert.ok(performance.now() - start >= 49 + closingGraceMs);
    assert.deepEqual([connection.done, end.timedOut], [['close 1000'], true]);
  });

  it('does nothing any more when the connection has ended, or for a very long limit', async () => {
    const connection = connectionIn('open');
    new RunEnd(connection, 0.001).dispose();
    const long = new RunEnd(connection, 2_147_483);
    await new Promise((resolve) => setTimeout(resolve, 20));
    long.dispose();
    assert.deepEqual(connection.done, []);
  });
});
