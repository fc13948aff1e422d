import { window } from 'vscode';
import type { ConnectionPanel } from './connectionPanel';

/** Asks for one of several connections; a single one needs no question. */
export async function pickConnection(
  panels: readonly ConnectionPanel[],
  title: string,
): Promise<ConnectionPanel | undefined> {
  if (panels.length === 1) return panels[0];
  return listConnections(panels, title);
}

/** Lists connections to choose from. */
export async function listConnections(
  panels: readonly ConnectionPanel[],
  title: string,
): Promise<ConnectionPanel | undefined> {
  const items = panels.map((panel) => ({
    label: panel.address,
    description: panel.snapshot.state,
    panel,
  }));
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Choose a connection' });
  return picked?.panel;
}
