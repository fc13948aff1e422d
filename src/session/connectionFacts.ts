import type { SocketAddress } from '../capture/connectionEvent';
import type { Direction } from '../wire/direction';
import type { Problem } from './problem';

/** The states of RFC 6455 §4.1 and §7.1. */
export type ConnectionState = 'connecting' | 'open' | 'closing' | 'closed';

export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
}

/** What can be known of one end. */
export interface PeerFacts {
  readonly socket: SocketAddress | undefined;
  readonly process: ProcessFacts | undefined;
  /** Why the process is not known, in words for the user; `undefined` when it is known. */
  readonly processUnknown: string | undefined;
}

/** What the TLS handshake settled. */
export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
  /** False when the certificate is not trusted and the user asked to go on. */
  readonly verified: boolean;
}

/** Frames and bytes after the opening handshake, headers included. */
export interface Traffic {
  readonly frames: number;
  readonly bytes: number;
}

/** Start line and header fields of the opening handshake, secret values masked. */
export interface HandshakeTexts {
  readonly request: string;
  readonly response: string;
}

/** The close code and reason; 1005 and 1006 as in RFC 6455 §7.4.1. */
export interface CloseFacts {
  readonly code: number;
  readonly reason: string;
}

/** All that is known of a connection besides its rows, at one moment. */
export interface ConnectionFacts {
  readonly state: ConnectionState;
  /** The address that was dialled, secret values masked. */
  readonly url: string;
  readonly subprotocol: string;
  readonly extensions: string;
  readonly thisEnd: PeerFacts;
  readonly otherEnd: PeerFacts;
  readonly tls: TlsFacts | undefined;
  readonly handshake: HandshakeTexts;
  /** Milliseconds from open until now, or until the end; `undefined` if never open. */
  readonly openForMs: number | undefined;
  readonly traffic: Readonly<Record<Direction, Traffic>>;
  /** Reading is paused, since what was read is not worked off yet. */
  readonly slowedDown: boolean;
  readonly close: CloseFacts | undefined;
  /** The closing handshake was completed (RFC 6455 §7.1.4). */
  readonly closedCleanly: boolean;
  readonly problem: Problem | undefined;
}
