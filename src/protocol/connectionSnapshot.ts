import type { Direction } from '../wire/direction';
import type { ListView } from './filter';
import type { RepeatState } from './repeat';

/** Names a connection for as long as its panel lives. */
export type ConnectionId = string;

/** Names a stored capture: the name of its folder. */
export type CaptureId = string;

/** `idle` is a panel that has not connected yet; the others are those of RFC 6455 §4.1 and §7.1. */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'closing' | 'closed';

/** An address as the operating system reports it for a socket. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6';
}

export interface ProcessFacts {
  readonly pid: number;
  /** The name of the program, as the operating system tells it. */
  readonly name: string;
}

/** What can be known of one end. `undefined` is "not known", which the panel says in words. */
export interface PeerFacts {
  readonly socket: SocketAddress | undefined;
  readonly process: ProcessFacts | undefined;
  /** Why the process is not known, in words for the user; `undefined` when it is known. */
  readonly processUnknown: string | undefined;
}

/** What the TLS handshake settled; `undefined` in a snapshot means plain TCP. */
export interface TlsFacts {
  readonly version: string;
  readonly cipher: string;
  /** Common names (or the whole subject) of the other end's certificate and of its issuer. */
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
  /** False when the user asked to go on without a trusted certificate. */
  readonly verified: boolean;
}

/** Frames and bytes on the wire in one direction, headers included, opening handshake excluded. */
export interface Traffic {
  readonly frames: number;
  readonly bytes: number;
}

/** What stopped or disturbed a connection: what happened, then what to do. */
export interface Problem {
  /** Stable, for tests and for the panel's choice of actions: `refused`, `unknown-host` … */
  readonly code: string;
  /** One or two sentences for the user. */
  readonly message: string;
  /** More that helps, shown as text below the message: the body of an HTTP answer, say. */
  readonly detail: string | undefined;
}

/** The rows of a capture, by sequence number. Rows `first` to `total - 1` can be read. */
export interface RowsState {
  /** Changes when rows that were read before may no longer be true. */
  readonly generation: number;
  /** How many rows there have been, ever; the next row gets this number. */
  readonly total: number;
  /** The oldest row still kept; rows below it went when the memory limit was reached. */
  readonly first: number;
}

/**
 * How far the filter has come, or the list of messages, which is found like the rows of a filter.
 * While there is one, rows are read by their index among the matches: indices `first` to
 * `matching - 1` can be read.
 */
export interface FilterState {
  /** As it was typed; empty for the list of all messages. */
  readonly text: string;
  /** `frames` unless told. */
  readonly view?: ListView;
  /**
   * Messages since the capture's start whose last fragment has not come, or never will, since another
   * message or the end of the connection cut them off: they are not in the list of messages. Counted
   * as far as the summary has been.
   */
  readonly unfinished?: number;
  readonly first: number;
  /** How many rows match, among those searched so far. */
  readonly matching: number;
  /** Rows below this one have been searched; the search is done when it is the total of rows. */
  readonly searched: number;
  /** How many rows are longer than the `bytes` that were searched of each; absent if none is. */
  readonly partly?: { readonly rows: number; readonly bytes: number };
  /** Why the search has stopped for good, then what to do; `undefined` while it has not. */
  readonly problem: string | undefined;
}

/** Memory that all captures hold together, and may hold, in bytes. */
export interface MemoryState {
  readonly used: number;
  readonly limit: number;
}

/** Where a capture is written to. */
export interface StorageState {
  readonly capture: CaptureId;
  /** The capture's folder. */
  readonly path: string;
  readonly bytesOnDisk: number;
  /** Why it is no longer written, in words for the user; `undefined` while all is well. */
  readonly problem: string | undefined;
}

/** A stored capture that is shown instead of a connection. */
export interface StoredCaptureState {
  readonly capture: CaptureId;
  /** What had to be repaired, in words for the user; empty if nothing. */
  readonly repaired: string;
}

/** Start line and header fields of the opening handshake, secret values masked. */
export interface HandshakeTexts {
  readonly request: string;
  readonly response: string;
}

/**
 * All that a panel shows of its connection besides the rows. It is always complete, never a
 * delta: a lost snapshot costs nothing, since the next one says everything again.
 */
export interface ConnectionSnapshot {
  readonly connection: ConnectionId;
  /** Grows with each snapshot of this connection. */
  readonly revision: number;
  readonly state: ConnectionState;
  /** The address that was dialled, secret values masked; empty while idle. */
  readonly url: string;
  readonly subprotocol: string;
  readonly extensions: string;
  readonly thisEnd: PeerFacts;
  readonly otherEnd: PeerFacts;
  readonly tls: TlsFacts | undefined;
  readonly handshake: HandshakeTexts;
  /** Milliseconds from open until this snapshot, or until the end; `undefined` if never open. */
  readonly openForMs: number | undefined;
  readonly traffic: Readonly<Record<Direction, Traffic>>;
  readonly rows: RowsState;
  /** Absent while every frame shows. */
  readonly filter?: FilterState;
  readonly memory: MemoryState;
  /** `undefined` while the capture is in memory only. */
  readonly storage: StorageState | undefined;
  /** The socket is not read at the moment, since what was read is not worked off yet. */
  readonly slowedDown: boolean;
  /** `undefined` unless the rows are those of a stored capture. */
  readonly stored: StoredCaptureState | undefined;
  /** What is sent again and again, or was last; absent if nothing was. */
  readonly repeat?: RepeatState;
  /** The close code and reason, once closed; 1005 and 1006 as in RFC 6455 §7.4.1. */
  readonly close: { readonly code: number; readonly reason: string } | undefined;
  /** The closing handshake was completed (RFC 6455 §7.1.4). */
  readonly closedCleanly: boolean;
  readonly problem: Problem | undefined;
}
