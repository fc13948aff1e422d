import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import { browserArguments, browserProgram } from '../../../scripts/browser.mjs';
import { startGroup } from '../../../scripts/run.mjs';
import { temporaryFolder } from '../../../scripts/temporaryFolder.mjs';

/** Milliseconds for Chromium to say where it listens. */
const startTimeoutMs = 20_000;

export interface Chromium {
  /** Opens an empty page. */
  readonly openPage: () => Promise<ChromiumPage>;
  readonly end: () => Promise<void>;
}

/** A page, as a client of the Chrome DevTools Protocol has it. */
export interface ChromiumPage {
  /** Emits each event of the protocol by its name, with its parameters. */
  readonly events: EventEmitter;
  /** Calls a method of the protocol and waits for its answer. */
  readonly call: (method: string, params?: object) => Promise<unknown>;
  /** Closes the page, and with it its connections. */
  readonly close: () => Promise<unknown>;
}

interface Target {
  readonly id: string;
  readonly webSocketDebuggerUrl: string;
}

type Message =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string } }
  | { readonly method: string; readonly params: unknown };

/**
 * Starts a headless Chromium that is spoken to over its debugging port. Playwright is not between:
 * it has the network domain report to itself too, so that all would be reported twice.
 */
export async function startChromium(): Promise<Chromium> {
  const browser = startGroup(await browserProgram(), [
    ...browserArguments,
    '--headless',
    '--remote-debugging-port=0',
    `--user-data-dir=${await temporaryFolder('chromium')}`,
  ]);
  try {
    const { host } = new URL(await debuggingAddress(browser.child.stderr));
    return { openPage: () => openPage(host), end: browser.end };
  } catch (error) {
    await browser.end();
    throw error;
  }
}

/** The address in the line `DevTools listening on ws://…`. */
function debuggingAddress(output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = () => reject(new Error(`Chromium did not say where it listens: ${text}`));
    const timer = setTimeout(fail, startTimeoutMs);
    output.once('close', fail);
    output.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const address = /DevTools listening on (ws:\S+)\s/.exec(text)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

async function openPage(host: string): Promise<ChromiumPage> {
  const answer = await fetch(`http://${host}/json/new?about:blank`, { method: 'PUT' });
  const { id, webSocketDebuggerUrl } = (await answer.json()) as Target;
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false });
  await once(socket, 'open');
  return {
    ...speak(socket),
    close: () => Promise.all([once(socket, 'close'), fetch(`http://${host}/json/close/${id}`)]),
  };
}

function speak(socket: WebSocket): Pick<ChromiumPage, 'events' | 'call'> {
  const events = new EventEmitter();
  const answers = new EventEmitter();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if ('id' in message) answers.emit(String(message.id), message);
    else events.emit(message.method, message.params);
  });
  let lastId = 0;
  const call = async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++lastId;
    const answered = once(answers, String(id)) as Promise<[Message]>;
    socket.send(JSON.stringify({ id, method, params }));
    const [message] = await answered;
    if ('error' in message) throw new Error(`${method}: ${message.error.message}`);
    return 'result' in message ? message.result : undefined;
  };
  return { events, call };
}
