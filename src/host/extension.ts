import {
  commands as registry,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import { AddressBook } from './addressBook';
import { registerCommands } from './commands';
import { ConnectionPanels } from './connectionPanels';
import { describeFailure } from './failure';
import { History } from './history';
import { commands, connectionView, contextKeys, settingsSection } from './ids';
import { InspectorClient } from './inspectorClient';
import type { Log } from './log';
import { PlaygroundProcess } from './playgroundProcess';
import { readSettings, type Settings } from './settings';
import { showConnectionCount } from './statusBar';

/** Where the global state keeps the address at which the playground server last listened. */
const serverUrlKey = 'serverUrl';

/** What must end, and be waited for, when the window closes. */
const ending: (() => Promise<void>)[] = [];

/** VS Code calls this when one of the commands is first used or a panel is restored. */
export function activate(context: ExtensionContext): void {
  try {
    start(context);
  } catch (error) {
    void window.showErrorMessage('Socket Playground could not start. Reload the window to retry.');
    throw error;
  }
}

/** VS Code waits a few seconds for this when the window closes. */
export async function deactivate(): Promise<void> {
  await Promise.allSettled(ending.splice(0).map((end) => end()));
}

/** Puts the parts together. Nothing heavy starts here: worker and server start when needed. */
function start(context: ExtensionContext): void {
  const { extensionUri, subscriptions } = context;
  const file = (name: string) => Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const log = window.createOutputChannel('Socket Playground', { log: true });

  const inspector = new InspectorClient({
    file: file('inspector.js'),
    settings: () => currentSettings().inspector,
    onSnapshot: (snapshot) => panels.receive(snapshot),
    onLost: () => panels.loseInspector(),
    log,
  });
  const addresses = new AddressBook({
    history: new History(context.globalState),
    secrets: context.secrets,
    check: (url) => inspector.request('address/check', { url }),
  });
  let connections = 0;
  const panels = new ConnectionPanels({
    extensionUri,
    inspector,
    addresses,
    log,
    memoryLimit: () => currentSettings().inspector.memoryLimit,
    beforeDial: (address) => wakeServer(address.url),
    nextConnection: () => `connection-${++connections}`,
  });
  const server = new PlaygroundProcess({
    file: file('server.js'),
    port: () => currentSettings().serverPort,
    allowedOrigins: () => currentSettings().allowedOrigins,
    onChange: () => {
      const { facts } = server;
      void setContext(contextKeys.serverRunning, facts !== undefined);
      if (facts) void context.globalState.update(serverUrlKey, facts.url);
    },
    onLost: () => void offerRestart(),
    log,
  });

  /** Dialling where the playground server was last, in a restored panel say, starts it again. */
  const wakeServer = async (url: string) => {
    if (url === context.globalState.get(serverUrlKey)) await server.start();
  };

  ending.push(
    () => inspector.dispose(),
    () => server.stop(),
  );
  subscriptions.push(
    log,
    ...registerCommands({ panels, addresses, server, log }),
    window.registerWebviewPanelSerializer(connectionView, panels),
    showConnectionCount(panels),
    followSettings(inspector, log),
  );
}

function followSettings(inspector: InspectorClient, log: Log): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(settingsSection)) return;
    inspector.configure().catch((error: unknown) => {
      log.error(`Settings were not taken over: ${describeFailure(error)}`);
    });
  });
}

function currentSettings(): Settings {
  const configuration = workspace.getConfiguration(settingsSection);
  return readSettings((id) => configuration.get(id));
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return registry.executeCommand('setContext', key, value);
}

async function offerRestart(): Promise<void> {
  const startAgain = 'Start Again';
  const answer = await window.showWarningMessage(
    'The playground server ended unexpectedly, and with it its connections.',
    startAgain,
  );
  if (answer === startAgain) await registry.executeCommand(commands.startServer);
}
