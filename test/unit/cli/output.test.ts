import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { Output } from '../../../src/cli/output';

describe('Output', () => {
  it('waits until the text has left', async () => {
    const leaving = new EventEmitter();
    const stream = new Writable({
      write: (_chunk, _encoding, callback) => void leaving.once('left', callback),
    });
    let left = false;
    const writing = new Output(stream, assert.fail).write('text').then(() => (left = true));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.equal(left, false);
    leaving.emit('left');
    await writing;
  });

  it('lets timers and sockets have their turn although everything is taken at once', async () => {
    const output = new Output(
      new Writable({ write: (_c, _e, callback) => callback() }),
      assert.fail,
    );
    let turns = 0;
    const count = () => {
      turns++;
      setImmediate(count).unref();
    };
    count();
    for (let text = 0; text < 10; text++) await output.write('x');
    assert.ok(turns >= 10, String(turns));
  });

  it('says once that nobody reads any more, and takes everything from then on', async () => {
    let gone = 0;
    let written = 0;
    const stream = new Writable({
      write: (_chunk, _encoding, callback) => {
        written++;
        callback(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const output = new Output(stream, () => gone++);
    assert.equal(output.gone, false);
    for (let text = 0; text < 3; text++) await output.write('x');
    assert.deepEqual([gone, written, output.gone], [1, 1, true]);
  });
});
