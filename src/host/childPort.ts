import type { ChildProcess, Serializable } from 'node:child_process';
import type { Port } from '../protocol/port';

/**
 * The host's end of the channel to a child process, which must have been started with
 * `serialization: 'advanced'`. Buffers are copied: this channel can move none.
 */
export function childPort(child: ChildProcess): Port {
  return {
    post: (message) => {
      // A child that has just died takes nothing any more; its exit tells so.
      if (child.connected) child.send(message as Serializable, () => {});
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('exit', listener),
  };
}
