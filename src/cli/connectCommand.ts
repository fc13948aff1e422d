import { existsSync } from 'node:fs';
import { dialMistake } from '../inspector/dialMistake';
import type { InspectedConnection } from '../inspector/inspectedConnection';
import { defaultSettings } from '../inspector/inspector';
import { soleConnection } from '../inspector/soleConnection';
import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { DialOptions, InspectorSettings } from '../protocol/inspectorProtocol';
import type { ConnectOrder } from './commandLine';
import { exitCode, type ExitCode } from './exitCode';
import { Follower } from './follower';
import { Output } from './output';
import { consoleRows, ndjsonRows, type RowSource } from './rowSource';
import { RunEnd } from './runEnd';
import { Sending } from './sending';
import { complain, lookOf, type Terminal } from './terminal';

/**
 * Connects, prints every row until the connection has ended, and gives the exit code.
 *
 * @param build which build this is
 */
export async function runConnect(
  order: ConnectOrder,
  terminal: Terminal,
  build: string,
): Promise<ExitCode> {
  const dial = dialOf(order);
  const mistake = dialMistake(dial) ?? captureMistake(order.capture);
  if (mistake !== undefined) {
    complain(terminal, mistake);
    return exitCode.usage;
  }
  const settings = settingsOf(order);
  const connection = soleConnection({
    url: order.url,
    settings,
    captureFolder: order.capture,
    build,
    tell: (snapshot) => {
      sending.told(snapshot);
      follower.told(snapshot);
    },
  });
  const unwritable = connection.snapshot().storage?.problem;
  if (unwritable !== undefined) {
    complain(terminal, unwritable);
    return exitCode.failed;
  }
  const end = new RunEnd(connection, order.timeout);
  const sending = new Sending({
    sender: connection.sender,
    terminal,
    ndjson: order.ndjson,
    onEnd: () => end.ask(),
  });
  const output = new Output(terminal.output, () => end.ask());
  const follower = new Follower({
    connection,
    rows: rowsFor(order, connection, terminal),
    write: (text) => sending.above(() => output.write(text)),
    onLost: (rows) => complain(terminal, `${rows} rows are lost: the memory limit was reached.`),
  });
  terminal.onInterrupt(() => end.ask());
  let last: ConnectionSnapshot;
  try {
    connection.open(dial, settings);
    last = await follower.run();
  } finally {
    end.dispose();
    sending.stop();
    connection.dispose();
  }
  const { storage } = connection.snapshot();
  return conclude({ order, terminal, last, timedOut: end.timedOut, storage });
}

function dialOf(order: ConnectOrder): DialOptions {
  const { url, subprotocols, headers, firstFrames, echo, count } = order;
  return {
    url,
    subprotocols,
    headers,
    firstFrames,
    acceptUntrustedCertificate: order.insecure,
    habits: { ...(!order.deflate && { deflate: false }) },
    messages: { echo, closeAfter: count },
  };
}

function settingsOf({ messageLimit, timeout }: ConnectOrder): InspectorSettings {
  return {
    ...defaultSettings,
    messageLimit,
    // The time limit of the whole run takes the place of the one for connecting.
    handshakeTimeoutMs: timeout === undefined ? defaultSettings.handshakeTimeoutMs : 0,
    limitNames: {
      messageSize: 'the limit with --max-message',
      handshakeTimeout: 'the limit with --timeout',
    },
  };
}

function captureMistake(folder: string | undefined): string | undefined {
  if (folder === undefined || !existsSync(folder)) return undefined;
  return `"${folder}" is there already. Give --capture a path where nothing is.`;
}

function rowsFor(
  { ndjson }: ConnectOrder,
  connection: InspectedConnection,
  { output }: Terminal,
): RowSource {
  return ndjson ? ndjsonRows(connection) : consoleRows(connection, () => lookOf(output));
}

interface Outcome {
  readonly order: ConnectOrder;
  readonly terminal: Terminal;
  readonly last: ConnectionSnapshot;
  readonly timedOut: boolean;
  /** Of the capture when it is finished. */
  readonly storage: ConnectionSnapshot['storage'];
}

/** Says what went wrong, and gives the exit code. */
function conclude({ order, terminal, last, timedOut, storage }: Outcome): ExitCode {
  const { problem } = last;
  // The lines for people have the problem among them.
  if (problem && order.ndjson) complain(terminal, problem.message);
  if (problem?.code === 'untrusted-certificate') {
    complain(terminal, 'With --insecure it is connected all the same.');
  }
  if (storage?.problem !== undefined) complain(terminal, storage.problem);
  if (timedOut) {
    complain(terminal, `The time limit of ${order.timeout} s was reached.`);
    return exitCode.timeLimit;
  }
  return last.closedCleanly && storage?.problem === undefined ? exitCode.fine : exitCode.failed;
}
