import assert from 'node:assert/strict';
import { closeText } from '../../../src/session/closeText';

describe('closeText', () => {
  const bye = { code: 1000, reason: 'bye' };

  it('says who closed, with which code and reason', () => {
    assert.equal(
      closeText({ first: 'in', frames: { in: bye, out: bye }, terminated: false }),
      'Closed by the other end: 1000 Normal Closure, "bye"',
    );
    assert.equal(
      closeText({
        first: 'out',
        frames: { in: bye, out: { code: 1001, reason: '' } },
        terminated: false,
      }),
      'Closed by this end: 1001 Going Away',
    );
  });

  it('tells a close frame without a code (1005) from no close frame (1006)', () => {
    const frames = { in: { code: undefined, reason: '' } };
    assert.match(closeText({ first: 'in', frames, terminated: false }), /no code given \(1005\)/);
    assert.match(
      closeText({ first: undefined, frames: {}, terminated: false }),
      /without a close frame \(1006\)/,
    );
  });

  it('says when no close frame came back, and when this end cut the connection', () => {
    assert.match(
      closeText({ first: 'out', frames: { out: bye }, terminated: false }),
      /No close frame came back/,
    );
    assert.match(
      closeText({ first: undefined, frames: {}, terminated: true }),
      /Cut off by this end/,
    );
  });
});
