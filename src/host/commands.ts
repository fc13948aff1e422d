import { commands as registry, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { ConnectionId } from '../protocol/connectionSnapshot';
import type { CheckSnapshot } from '../protocol/checkPanelProtocol';
import type { FrameDraft } from '../protocol/frameDraft';
import type { DialOptions } from '../protocol/inspectorProtocol';
import type { PanelCommand } from '../protocol/panelProtocol';
import { RequestError } from '../protocol/requestError';
import type { Address, AddressBook } from './addressBook';
import { askForSecrets, pickTarget, toConnect, type Purpose } from './addressPicker';
import { checkServer, type CheckServices } from './checkServer';
import {
  parseCheckArgument,
  parseConnectArgument,
  parseDisconnectArgument,
  parseSendArgument,
  type Parsed,
} from './commandArguments';
import { pickCapture } from './capturePicker';
import { listConnections, pickConnection } from './connectionPicker';
import type { ConnectionPanel } from './connectionPanel';
import type { ConnectionPanels } from './connectionPanels';
import { exportStoredCapture, type ExportServices } from './exportCommand';
import { commands } from './ids';
import type { PlaygroundProcess } from './playgroundProcess';
import { reportFailure } from './reportFailure';
import type { StoredCaptures } from './storedCaptures';

export interface CommandServices extends ExportServices, CheckServices {
  readonly panels: ConnectionPanels;
  readonly addresses: AddressBook;
  readonly server: PlaygroundProcess;
  readonly log: LogOutputChannel;
}

type CommandName = keyof typeof commands;

/** Registers every command of the table in `ids`; a missing handler does not compile. */
export function registerCommands(services: CommandServices): Disposable[] {
  const { panels, captures, server, log } = services;
  const run = (command: PanelCommand) => () => panels.active?.run(command);
  const handlers: Record<CommandName, (argument: unknown) => unknown> = {
    connect: (argument) => connect(services, argument),
    disconnect: (argument) => disconnect(panels, argument),
    sendMessage: (argument) => sendMessage(panels, argument),
    checkServer: (argument) => check(services, argument),
    startServer: () => startServer(server),
    stopServer: () => server.stop(),
    showConnections: () => showConnections(panels),
    openCapture: () => openCapture(panels, captures),
    export: () => exportRows(services),
    showLog: () => log.show(),
    goTo: run('goTo'),
    pauseView: run('pauseView'),
    clearView: run('clearView'),
    copyRows: run('copyRows'),
    switchList: run('switchList'),
    showStatistics: run('showStatistics'),
    resend: run('resend'),
    editAndResend: run('editAndResend'),
    editFrameAndResend: run('editFrameAndResend'),
    connectionOptions: run('connectionOptions'),
    focusNextRegion: run('focusNextRegion'),
    focusPreviousRegion: run('focusPreviousRegion'),
    focusMessage: run('focusMessage'),
    filterFrames: run('filterFrames'),
  };
  return Object.entries(handlers).map(([name, handler]) =>
    registry.registerCommand(commands[name as CommandName], async (argument: unknown) => {
      try {
        return await handler(argument);
      } catch (error) {
        reportFailure(error, log);
        return undefined;
      }
    }),
  );
}

/** Connects in a new panel. @returns the connection, for Send Message and Disconnect */
async function connect(
  { panels, addresses, server }: CommandServices,
  argument: unknown,
): Promise<ConnectionId | undefined> {
  const dial = argument === undefined ? await askForDial(addresses, server) : parsed(argument);
  if (!dial) return undefined;
  const address = await resolve(addresses, dial.url, toConnect);
  if (!address) return undefined;
  const panel = panels.create(address.masked);
  await panel.open(address, { ...dial, url: address.url });
  return panel.connection;
}

function parsed(argument: unknown): DialOptions {
  return accepted(parseConnectArgument(argument));
}

async function askForDial(
  addresses: AddressBook,
  server: PlaygroundProcess,
): Promise<DialOptions | undefined> {
  const url = await askForUrl(addresses, server, toConnect);
  if (url === undefined) return undefined;
  return { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
}

async function askForUrl(
  addresses: AddressBook,
  server: PlaygroundProcess,
  purpose: Purpose,
): Promise<string | undefined> {
  const target = await pickTarget(addresses, server.facts?.url, purpose);
  return target?.kind === 'server' ? (await server.start()).url : target?.url;
}

const toCheck: Purpose = { title: 'Check a WebSocket Server', action: 'Check' };

/** Checks a server in a new panel. @returns how that ended */
async function check(
  services: CommandServices,
  argument: unknown,
): Promise<CheckSnapshot | undefined> {
  const { addresses, server } = services;
  const url =
    argument === undefined
      ? await askForUrl(addresses, server, toCheck)
      : accepted(parseCheckArgument(argument));
  const address = url === undefined ? undefined : await resolve(addresses, url, toCheck);
  if (!address) return undefined;
  await addresses.remember(address);
  return checkServer(address, services);
}

async function resolve(
  addresses: AddressBook,
  url: string,
  purpose: Purpose,
): Promise<Address | undefined> {
  try {
    return await addresses.resolve(url);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'secrets-gone') throw error;
    const typed = await askForSecrets(addresses, url, purpose);
    return typed === undefined ? undefined : addresses.resolve(typed);
  }
}

async function disconnect(panels: ConnectionPanels, argument: unknown): Promise<void> {
  const connection = accepted(parseDisconnectArgument(argument));
  const panel = await choose(panels, panels.live, connection, 'Disconnect');
  await panel?.disconnect();
}

async function sendMessage(panels: ConnectionPanels, argument: unknown): Promise<void> {
  const given = argument === undefined ? undefined : accepted(parseSendArgument(argument));
  const panel = await choose(panels, panels.open, given?.connection, 'Send Message');
  if (!panel) return;
  const draft = given?.draft ?? (await askForText(panel));
  if (draft) await sendOrAsk(panel, draft);
}

/** What breaks a rule at a machine that is not this one is sent only if the user wants it so. */
async function sendOrAsk(panel: ConnectionPanel, draft: FrameDraft): Promise<void> {
  try {
    await panel.send(draft, false);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'needs-confirmation') throw error;
    const answer = await window.showWarningMessage(error.message, { modal: true }, 'Send');
    if (answer !== undefined) await panel.send(draft, true);
  }
}

async function askForText(panel: ConnectionPanel) {
  const text = await window.showInputBox({
    title: `Send a Text Message to ${panel.title}`,
    prompt: 'The panel sends JSON, binary, ping, pong and close frames too.',
  });
  return text === undefined ? undefined : ({ kind: 'text', text } as const);
}

/** Starts the playground server. @returns its address */
async function startServer(server: PlaygroundProcess): Promise<string> {
  const { url, pid } = await server.start();
  void offerToConnect(url, pid);
  return url;
}

async function offerToConnect(url: string, pid: number): Promise<void> {
  const connectNow = 'Connect';
  const answer = await window.showInformationMessage(
    `The playground server listens on ${url} (process ${pid}).`,
    connectNow,
  );
  if (answer === connectNow) await registry.executeCommand(commands.connect, url);
}

async function showConnections(panels: ConnectionPanels): Promise<void> {
  const { live } = panels;
  const title = 'Open Connections';
  const panel = live.length === 0 ? sayNoConnection() : await listConnections(live, title);
  panel?.reveal();
}

async function openCapture(panels: ConnectionPanels, captures: StoredCaptures): Promise<void> {
  const capture = await pickCapture(captures, 'Open Capture');
  if (capture) await panels.openCapture(capture);
}

/** The rows of the active panel, which knows what is selected in it, or of a stored capture. */
async function exportRows(services: CommandServices): Promise<void> {
  const { active } = services.panels;
  if (active && active.snapshot.rows.total > 0) active.run('export');
  else await exportStoredCapture(services);
}

/** The connection named, or the active panel's, or the one that the user picks. */
async function choose(
  panels: ConnectionPanels,
  candidates: readonly ConnectionPanel[],
  connection: ConnectionId | undefined,
  title: string,
): Promise<ConnectionPanel | undefined> {
  if (connection !== undefined) {
    const named = panels.find(connection);
    if (named) return named;
    throw new RequestError('unknown-connection', `There is no connection "${connection}".`);
  }
  const { active } = panels;
  if (active && candidates.includes(active)) return active;
  return candidates.length === 0 ? sayNoConnection() : pickConnection(candidates, title);
}

function sayNoConnection(): undefined {
  void window.showInformationMessage('No connection is open. Connect first.');
}

function accepted<T>(argument: Parsed<T>): T {
  if (argument.ok) return argument.value;
  throw new RequestError('bad-argument', argument.message);
}
