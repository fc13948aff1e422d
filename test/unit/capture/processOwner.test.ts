import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, thisOwner } from '../../../src/capture/processOwner';

describe('processOwner', () => {
  it('knows that this process lives', () => {
    assert.equal(thisOwner().pid, process.pid);
    assert.equal(isAlive(thisOwner()), true);
  });

  it('knows that a process has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const { pid = 0 } = child;
    await once(child, 'exit');
    assert.equal(isAlive({ pid, born: '' }), false);
  });

  it('does not take another process with the same id for it', function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(isAlive({ pid: process.pid, born: '1 another-boot' }), false);
  });

  it('takes a process of which it cannot know more for alive', () => {
    assert.equal(isAlive({ pid: process.pid, born: '' }), true);
  });
});
