import type { ConnectionSnapshot, FilterState, RowsState } from '../protocol/connectionSnapshot';

/** All that the panel shows besides rows and detail. Views are functions of it. */
export interface PanelState {
  /** The newest snapshot; `undefined` until the host has answered for the first time. */
  readonly snapshot: ConnectionSnapshot | undefined;
  /** When that snapshot came, in milliseconds of `performance.now()`. */
  readonly snapshotAtMs: number;
  readonly hostAlive: boolean;
  /** The panel and the host are of different versions of the extension. */
  readonly otherVersion: boolean;
  /** The rows that were here before a reload of the window cannot be shown again. */
  readonly rowsLost: boolean;
  /** Why the last request of the user failed, in a sentence. */
  readonly failure: string | undefined;
}

export const firstPanelState: PanelState = {
  snapshot: undefined,
  snapshotAtMs: 0,
  hostAlive: true,
  otherVersion: false,
  rowsLost: false,
  failure: undefined,
};

export const noRows: RowsState = { generation: 0, total: 0, first: 0 };

/** The rows that the list shows: all, or those that match, by their index among the matches. */
export function rowsInList(rows: RowsState, filter: FilterState | undefined): RowsState {
  if (!filter) return rows;
  return { generation: rows.generation, first: filter.first, total: filter.matching };
}

/** True while a frame can be sent; one of the laboratory also while the connection is closing. */
export function canSend(
  { hostAlive, otherVersion, snapshot }: PanelState,
  isLaboratory = false,
): boolean {
  const takesFrames = snapshot?.state === 'open' || (isLaboratory && snapshot?.state === 'closing');
  return hostAlive && !otherVersion && takesFrames;
}

/** Why nothing can be sent now, in words; empty where an alert says it already. */
export function whyNotSend(state: PanelState): string {
  if (!isUsable(state) || canSend(state)) return '';
  const { snapshot } = state;
  if (snapshot?.state === 'connecting') return 'Wait until the connection is open';
  return snapshot?.state === 'closing' ? 'The connection is closing' : 'Connect first';
}

/** True while the panel may ask its host for anything. */
export function isUsable({ hostAlive, otherVersion, snapshot }: PanelState): boolean {
  return hostAlive && !otherVersion && snapshot !== undefined;
}

/** Takes in a snapshot, unless a newer one of the same connection is here already. */
export function withSnapshot(
  state: PanelState,
  snapshot: ConnectionSnapshot,
  nowMs: number,
): PanelState {
  const { snapshot: last } = state;
  const older = last?.connection === snapshot.connection && snapshot.revision < last.revision;
  if (older) return state;
  const rowsLost = state.rowsLost && snapshot.state === 'idle';
  return { ...state, snapshot, snapshotAtMs: nowMs, rowsLost };
}

/** Milliseconds that the connection has been open, or was; `undefined` if it never was. */
export function openForMs(
  { snapshot, snapshotAtMs, hostAlive }: PanelState,
  nowMs: number,
): number | undefined {
  if (snapshot?.openForMs === undefined) return undefined;
  const ticking = hostAlive && (snapshot.state === 'open' || snapshot.state === 'closing');
  return snapshot.openForMs + (ticking ? nowMs - snapshotAtMs : 0);
}
