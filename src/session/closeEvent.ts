import type { CloseEvent } from '../capture/connectionEvent';
import type { CloseEvents } from './closeText';
import type { CloseFacts } from './connectionFacts';

/** The end of a connection that never came to be open. */
export const neverOpen: CloseEvent = {
  type: 'close',
  code: 1006,
  reason: '',
  by: 'none',
  clean: false,
};

const ends = { out: 'local', in: 'remote' } as const;

/**
 * Says for programs how an open connection ended.
 *
 * @param closed what `ws` gives: 1006 also when it failed the connection (RFC 6455 §7.1.7) and
 * read no further, although a close frame may have come
 */
export function closeEvent(closed: CloseFacts, { first, frames }: CloseEvents): CloseEvent {
  return {
    type: 'close',
    code: closed.code,
    reason: closed.reason,
    by: first === undefined ? 'none' : ends[first],
    clean: closed.code !== 1006 && frames.in !== undefined && frames.out !== undefined,
  };
}
