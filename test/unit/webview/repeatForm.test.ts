import assert from 'node:assert/strict';
import { emptyRepeat, readRepeat, repeatText } from '../../../src/webview/repeatForm';

describe('readRepeat', () => {
  it('reads milliseconds, times and jitter; nothing is until it is stopped', () => {
    assert.deepEqual(readRepeat({ everyMs: '1,000', times: '', jitterMs: '' }), {
      ok: true,
      order: { everyMs: 1_000, times: undefined, jitterMs: 0 },
    });
    assert.deepEqual(readRepeat({ everyMs: '0', times: '3', jitterMs: '5' }), {
      ok: true,
      order: { everyMs: 0, times: 3, jitterMs: 5 },
    });
  });

  it('says which field is wrong', () => {
    for (const [field, text] of [
      ['everyMs', ''],
      ['everyMs', '1.5'],
      ['everyMs', '99999999999'],
      ['times', '0'],
      ['times', '-1'],
      ['jitterMs', 'x'],
    ] as const) {
      const read = readRepeat({ ...emptyRepeat, [field]: text });
      assert.equal(!read.ok && read.field, field, `${field} ${text}`);
    }
  });
});

describe('repeatText', () => {
  it('says how far it is, and why it ended', () => {
    const order = { everyMs: 1, times: 1_000, jitterMs: 0, why: undefined };
    assert.equal(
      repeatText({ ...order, sent: 12, state: 'running' }),
      'Repeating: 12 of 1,000 sent',
    );
    assert.equal(
      repeatText({ ...order, times: undefined, sent: 12, state: 'running' }),
      'Repeating: 12 sent',
    );
    assert.equal(
      repeatText({ ...order, sent: 2, state: 'failed', why: 'It ended.' }),
      'Failed: 2 of 1,000 sent. It ended.',
    );
  });
});
