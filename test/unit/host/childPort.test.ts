import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { childPort } from '../../../src/host/childPort';

/** A child whose end nobody has noticed yet: it fails as Node does, by callback or else by event. */
class DyingChild extends EventEmitter {
  readonly connected = true;

  send(_message: unknown, done?: (error: Error) => void): boolean {
    const error = new Error('write EPIPE');
    if (done) done(error);
    else this.emit('error', error);
    return false;
  }
}

describe('childPort', () => {
  it('lets messages go that a child which has just died does not take', () => {
    const port = childPort(new DyingChild() as unknown as ChildProcess);
    assert.doesNotThrow(() => port.post('too late'));
  });
});
