import { ViewColumn, window, workspace, type Uri } from 'vscode';
import type { CheckSnapshot } from '../protocol/checkPanelProtocol';
import type { Address } from './addressBook';
import { startChecker } from './checkerRun';
import { CheckPanel } from './checkPanel';
import { conformanceView } from './ids';
import type { Log } from './log';
import { panelTitle } from './panelTitle';
import { checkPage, webviewOptions, webviewWindow } from './webviewWindow';

export interface CheckServices {
  readonly extensionUri: Uri;
  /** Path of the checker's bundle. */
  readonly checkerFile: string;
  readonly secretNames: () => readonly string[];
  readonly log: Log;
}

/**
 * Opens a panel that checks a server, and starts it. VS Code does not restore such a panel after a
 * reload of the window: nothing is sent to a server that nobody asked for.
 *
 * @returns how the run ended
 */
export async function checkServer(
  address: Address,
  { extensionUri, checkerFile: file, secretNames, log }: CheckServices,
): Promise<CheckSnapshot> {
  const title = `Check of ${panelTitle(address.masked)}`;
  const webview = window.createWebviewPanel(
    conformanceView,
    title,
    ViewColumn.Active,
    webviewOptions(extensionUri),
  );
  const panel = new CheckPanel({
    window: webviewWindow(webview, extensionUri, checkPage),
    address,
    services: {
      startChecker: (order, onResult) => startChecker({ file, order, onResult, log }),
      secretNames,
      confirm,
      showReport,
      log,
    },
  });
  return panel.start();
}

async function confirm(sentence: string): Promise<boolean> {
  const check = 'Check This Server';
  return (await window.showWarningMessage(sentence, { modal: true }, check)) === check;
}

/** An untitled editor: the user decides whether, and where, the report is kept. */
async function showReport(content: string): Promise<void> {
  await window.showTextDocument(
    await workspace.openTextDocument({ language: 'markdown', content }),
    { preview: false },
  );
}
