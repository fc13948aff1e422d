import assert from 'node:assert/strict';
import { watchHost } from '../../../src/webview/liveness';

/** Runs the watch over a list of answers; each says whether it came and how long it took. */
async function play(answers: readonly { readonly came: boolean; readonly took: number }[]) {
  const told: { alive: boolean; at: number }[] = [];
  const end = new Error('The play is over.');
  const left = [...answers];
  let clock = 0;
  const watch = watchHost({
    ping: () => {
      const answer = left.shift();
      clock += answer?.took ?? 0;
      return answer?.came ? Promise.resolve() : Promise.reject(new Error('No answer.'));
    },
    onChange: (alive) => told.push({ alive, at: clock }),
    now: () => clock,
    wait: (milliseconds) => {
      clock += milliseconds;
      return left.length === 0 ? Promise.reject(end) : Promise.resolve();
    },
  });
  await assert.rejects(watch, end);
  return told;
}

describe('watchHost', () => {
  it('says nothing while the host answers', async () => {
    assert.deepEqual(
      await play([
        { came: true, took: 5 },
        { came: true, took: 900 },
      ]),
      [],
    );
  });

  it('tells a death within 3 s of the last answer, and the return', async () => {
    const told = await play([
      { came: true, took: 0 },
      { came: false, took: 1_500 },
      { came: false, took: 1_500 },
      { came: true, took: 10 },
    ]);
    assert.deepEqual(
      told.map(({ alive }) => alive),
      [false, true],
    );
    assert.ok((told[0]?.at ?? Infinity) < 3_000);
  });

  it('does not take its own sleep for the death of the host', async () => {
    assert.deepEqual(
      await play([
        { came: false, took: 60_000 },
        { came: true, took: 5 },
      ]),
      [],
    );
  });
});
