import assert from 'node:assert/strict';
import { SummaryPoll } from '../../../src/webview/summaryPoll';

describe('pulling the summary', () => {
  it('asks at once, then once a pause for however many wishes, and never in parallel', async () => {
    const answers: ((total: number) => void)[] = [];
    const timers: (() => void)[] = [];
    const heard: number[] = [];
    const poll = new SummaryPoll<number>({
      read: () => new Promise((resolve) => answers.push(resolve)),
      onRead: (value) => heard.push(value),
      later: (callback) => timers.push(callback),
    });
    const settle = async (value: number) => {
      answers.at(-1)?.(value);
      await new Promise((resolve) => setImmediate(resolve));
    };
    poll.want();
    poll.want();
    assert.equal(answers.length, 1);
    await settle(1);
    poll.want();
    assert.deepEqual([answers.length, heard, timers.length], [1, [1], 1]);
    timers.at(-1)?.();
    assert.equal(answers.length, 2);
    await settle(2);
    timers.at(-1)?.();
    assert.deepEqual([answers.length, heard], [2, [1, 2]]);
    poll.want();
    assert.equal(answers.length, 3);
  });
});
