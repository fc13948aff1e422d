import {
  commands as registry,
  env,
  EventEmitter,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import type { ExportProgress } from '../protocol/inspectorProtocol';
import { AddressBook } from './addressBook';
import { recoverCaptures } from './captureRecovery';
import { registerCommands } from './commands';
import { ConnectionPanels } from './connectionPanels';
import { exportPanelRows, type ExportServices } from './exportCommand';
import { describeFailure } from './failure';
import { History } from './history';
import { commands, connectionView, contextKeys, settingsSection } from './ids';
import { InspectorClient } from './inspectorClient';
import type { Log } from './log';
import { PlaygroundProcess } from './playgroundProcess';
import { reportFailure } from './reportFailure';
import { SavedMessages } from './savedMessages';
import { readSettings, type Settings } from './settings';
import { showConnectionCount } from './statusBar';
import { StoredCaptures } from './storedCaptures';
import { workspaceFiles } from './workspaceFiles';

/** Where the global state keeps the address at which the playground server last listened. */
const serverUrlKey = 'serverUrl';

/** What must end, and be waited for, when the window closes. */
const ending: (() => Promise<void>)[] = [];

/** What other extensions, and the benchmarks, get of this one. */
export interface Started {
  /** Milliseconds that `activate` took. */
  readonly activationMs: number;
}

/** VS Code calls this when its window has started, or before, when the extension is needed. */
export function activate(context: ExtensionContext): Started {
  const begun = performance.now();
  try {
    start(context);
    return { activationMs: performance.now() - begun };
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

  const exporting = new EventEmitter<ExportProgress>();
  const capturesFolder = capturesFolderOf(context);

  const inspector = new InspectorClient({
    file: file('inspector.js'),
    settings: () => ({ ...currentSettings().inspector, capturesFolder }),
    onSnapshot: (snapshot) => panels.receive(snapshot),
    onExporting: (progress) => exporting.fire(progress),
    onLost: () => panels.loseInspector(),
    log,
  });
  const addresses = new AddressBook({
    history: new History(context.globalState),
    secrets: context.secrets,
    check: (url) => inspector.request('address/check', { url }),
  });
  let connections = 0;
  const nextConnection = () => `connection-${++connections}`;
  const panels = new ConnectionPanels(extensionUri, {
    inspector,
    addresses,
    log,
    memoryLimit: () => currentSettings().inspector.memoryLimit,
    beforeDial: (address) => wakeServer(address.url),
    nextConnection,
    files: workspaceFiles,
    saved: new SavedMessages(context.globalState),
    copyText: (text) => env.clipboard.writeText(text),
    exportRows: (panel, selection) => {
      exportPanelRows(exportServices, panel, selection).catch((error: unknown) =>
        reportFailure(error, log),
      );
    },
  });
  const captures = new StoredCaptures({
    folder: capturesFolder,
    inspector,
    say: (sentence) => void window.showInformationMessage(sentence),
    log,
  });
  const exportServices: ExportServices = {
    captures,
    inspector,
    onExporting: exporting.event,
    nextConnection,
  };
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
    exporting,
    ...registerCommands({
      ...exportServices,
      panels,
      addresses,
      server,
      extensionUri,
      checkerFile: file('checker.js'),
      secretNames: () => currentSettings().inspector.secretNames,
      log,
    }),
    window.registerWebviewPanelSerializer(connectionView, panels),
    showConnectionCount(panels),
    followSettings(inspector, log),
  );
  panels.onDidClose(() => void captures.tidy());
  recoverCaptures({ captures, panels, log }).catch((error: unknown) => {
    log.error(`Captures were not looked after: ${describeFailure(error)}`);
  });
}

/** The folder in which the captures of this workspace are, or of all windows without one. */
function capturesFolderOf({ storageUri, globalStorageUri }: ExtensionContext): string {
  return Uri.joinPath(storageUri ?? globalStorageUri, 'captures').fsPath;
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
