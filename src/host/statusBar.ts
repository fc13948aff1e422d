import { StatusBarAlignment, window, type Disposable } from 'vscode';
import type { ConnectionPanels } from './connectionPanels';
import { commands } from './ids';

/** Shows how many connections are open, as long as there is one; a click lists them. */
export function showConnectionCount(panels: ConnectionPanels): Disposable {
  const item = window.createStatusBarItem('socketPlayground.connections', StatusBarAlignment.Left);
  item.name = 'Socket Playground';
  item.command = commands.showConnections;
  panels.onDidChange(() => {
    const { open } = panels;
    const label = `${open.length} open WebSocket ${open.length === 1 ? 'connection' : 'connections'}`;
    item.text = `$(plug) ${open.length}`;
    item.tooltip = [label, ...open.map((panel) => panel.address)].join('\n');
    item.accessibilityInformation = { label, role: 'button' };
    if (open.length > 0) item.show();
    else item.hide();
  });
  return item;
}
