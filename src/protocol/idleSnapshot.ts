import type { ConnectionId, ConnectionSnapshot, PeerFacts, Problem } from './connectionSnapshot';

const unknownEnd: PeerFacts = { socket: undefined, process: undefined, processUnknown: undefined };

/** The snapshot of a connection that nobody has opened yet, or that is gone with its inspector. */
export function idleSnapshot(
  connection: ConnectionId,
  memoryLimit: number,
  problem?: Problem,
): ConnectionSnapshot {
  return {
    connection,
    revision: 0,
    state: 'idle',
    url: '',
    subprotocol: '',
    extensions: '',
    thisEnd: unknownEnd,
    otherEnd: unknownEnd,
    tls: undefined,
    handshake: { request: '', response: '' },
    openForMs: undefined,
    traffic: { in: { frames: 0, bytes: 0 }, out: { frames: 0, bytes: 0 } },
    rows: { generation: 0, total: 0, first: 0 },
    memory: { used: 0, limit: memoryLimit },
    storage: undefined,
    slowedDown: false,
    stored: undefined,
    close: undefined,
    closedCleanly: false,
    problem,
  };
}
