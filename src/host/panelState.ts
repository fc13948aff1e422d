import type { CaptureId } from '../protocol/connectionSnapshot';
import { longestUrl } from '../protocol/guards';

/** Version of the view state that this host can restore. */
const stateVersion = 1;

/** What the host reads of a panel's persisted view state; the rest belongs to the panel. */
export interface PanelState {
  /** Masked address. */
  readonly url: string;
  readonly hadRows: boolean;
  /** The capture that holds them. */
  readonly capture: CaptureId | undefined;
}

/**
 * Reads the view state that VS Code kept over a reload.
 *
 * @returns `undefined` for state of another version, which is discarded
 */
export function readPanelState(state: unknown): PanelState | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  if (!('version' in state) || state.version !== stateVersion) return undefined;
  if (!('url' in state) || typeof state.url !== 'string') return undefined;
  if (state.url.length > longestUrl) return undefined;
  const capture = 'capture' in state && typeof state.capture === 'string' ? state.capture : '';
  return {
    url: state.url,
    hadRows: 'hadRows' in state && state.hadRows === true,
    capture: capture === '' ? undefined : capture,
  };
}
