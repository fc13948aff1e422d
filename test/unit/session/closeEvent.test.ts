import assert from 'node:assert/strict';
import { closeEvent } from '../../../src/session/closeEvent';

const bye = { code: 4001, reason: 'bye' };
const lost = { code: 1006, reason: '' };

describe('closeEvent', () => {
  it('says which end began, and that both close frames crossed', () => {
    const frames = { in: bye, out: bye };
    const local = closeEvent(bye, { first: 'out', frames, terminated: false });
    assert.deepEqual(local, { type: 'close', ...bye, by: 'local', clean: true });
    const remote = closeEvent(bye, { first: 'in', frames, terminated: false });
    assert.deepEqual(remote, { ...local, by: 'remote' });
  });

  it('calls nothing clean that lacks a close frame', () => {
    const none = closeEvent(lost, { first: undefined, frames: {}, terminated: true });
    assert.deepEqual(none, { type: 'close', ...lost, by: 'none', clean: false });
    const unanswered = closeEvent(lost, { first: 'out', frames: { out: bye }, terminated: false });
    assert.deepEqual(unanswered, { ...none, by: 'local' });
    const unreturned = closeEvent(bye, { first: 'in', frames: { in: bye }, terminated: false });
    assert.deepEqual([unreturned.by, unreturned.clean], ['remote', false]);
  });

  it('does not call a failed connection clean, although a close frame came (RFC 6455 §7.1.7)', () => {
    const frames = { in: bye, out: { code: 1002, reason: '' } };
    assert.equal(closeEvent(lost, { first: 'out', frames, terminated: false }).clean, false);
  });
});
