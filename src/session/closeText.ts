import { closeCodeName } from '../wire/closeCode';
import type { ClosePayload } from '../wire/closePayload';
import type { Direction } from '../wire/direction';

/** What is known when a connection has ended. */
export interface CloseEvents {
  /** Which way the first close frame went; `undefined` if there was none. */
  readonly first: Direction | undefined;
  /** The first close frame of each direction. */
  readonly frames: Readonly<Partial<Record<Direction, ClosePayload>>>;
  /** This end cut the connection without a closing handshake. */
  readonly terminated: boolean;
}

/** Says by whom and how a connection was closed (RFC 6455 §7.1). */
export function closeText({ first, frames, terminated }: CloseEvents): string {
  if (first === undefined) {
    return terminated
      ? 'Cut off by this end without a close frame (1006)'
      : 'The connection ended without a close frame (1006)';
  }
  const start = `Closed by ${first === 'out' ? 'this end' : 'the other end'}: ${codeText(frames[first])}`;
  if (first === 'out' && !frames.in) return `${start}. No close frame came back (1006)`;
  return start;
}

function codeText(frame: ClosePayload | undefined): string {
  if (frame?.code === undefined) return 'no code given (1005)';
  const reason = frame.reason === '' ? '' : `, "${frame.reason}"`;
  return `${frame.code} ${closeCodeName(frame.code)}${reason}`;
}
