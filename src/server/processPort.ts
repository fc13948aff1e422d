import type { Port } from '../protocol/port';

/** A child process' end of the channel to the process that forked it. */
export function processPort(child: NodeJS.Process): Port {
  return {
    post: (message) => {
      // A parent that is gone does not want the answer any more.
      if (child.connected) child.send?.(message, undefined, undefined, () => {});
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('disconnect', listener),
  };
}
