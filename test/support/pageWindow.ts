import type { PanelWindow } from '../../src/host/panelWindow';
import type { Port } from '../../src/protocol/port';

/** A page in a browser in the place of a panel's window: its document is there already. */
export function pageWindow(port: Port): PanelWindow {
  return {
    port,
    active: true,
    title: '',
    showJoined: () => undefined,
    load: () => undefined,
    reveal: () => undefined,
    dispose: () => undefined,
    onDidDispose: (listener) => port.onClose(listener),
  };
}
