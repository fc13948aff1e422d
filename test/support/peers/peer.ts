import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { CertificateFiles } from '../certificates';
import { ReportingProcess, type ProcessEvent } from './process';

const folder = resolve('test/support/peers');

/** One end of a connection, as the server's process sees it. */
export interface SeenPeer {
  readonly address: string;
  readonly port: number;
}

/** A WebSocket server that this project did not write, in a process of its own. */
export interface Peer {
  /** Without a path, for instance `ws://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The clients that the server says it has seen so far, oldest first. */
  readonly seenPeers: () => readonly SeenPeer[];
  /** The client number `index`, from 0, now or as soon as the server has told of it. */
  readonly seenPeer: (index: number) => Promise<SeenPeer>;
  readonly stop: () => Promise<void>;
}

export type PeerKind = 'python-websockets' | 'websocketd' | 'ws-deflate' | 'ws-tls';

export interface PeerOptions {
  /** Keep the compression's window from message to message (RFC 7692 §7.1.1); true unless told. */
  readonly contextTakeover?: boolean;
  /** Compress; `python-websockets` only, which does not unless told. */
  readonly deflate?: boolean;
  /** What a TLS server shows; needed by `ws-tls`. */
  readonly certificate?: CertificateFiles;
}

const starters: Record<PeerKind, (options: PeerOptions) => Promise<Peer>> = {
  'python-websockets': startPython,
  websocketd: () => startWebsocketd(['sh', `${folder}/lineEachSecond.sh`]),
  'ws-deflate': (options) => startWs('ws', options),
  'ws-tls': (options) => startWs('wss', options),
};

/** Starts a server and resolves once it listens. */
export async function startPeer(kind: PeerKind, options: PeerOptions = {}): Promise<Peer> {
  return starters[kind](options);
}

async function startPython({
  deflate = false,
  contextTakeover = true,
}: PeerOptions): Promise<Peer> {
  const args = [`${folder}/pythonServer.py`, JSON.stringify({ deflate, contextTakeover })];
  return startReporting('ws', new ReportingProcess('/usr/bin/python3', args, 'python3-websockets'));
}

async function startWs(
  scheme: string,
  { contextTakeover = true, certificate }: PeerOptions,
): Promise<Peer> {
  const tls = scheme === 'wss' ? certificate : undefined;
  const settings = JSON.stringify({ contextTakeover, tls });
  const args = [`${folder}/wsServer.mjs`, settings];
  return startReporting(scheme, new ReportingProcess(process.execPath, args, 'nodejs'));
}

async function startReporting(scheme: string, server: ReportingProcess): Promise<Peer> {
  return startOrStop(server, async () => {
    const { port } = await server.event('listening');
    return peerOf(scheme, Number(port), server);
  });
}

/** @param command what websocketd runs for each client */
export async function startWebsocketd(command: readonly string[]): Promise<Peer> {
  const port = await freePort();
  const server = new ReportingProcess(
    'websocketd',
    ['--address=127.0.0.1', `--port=${port}`, ...command],
    'websocketd',
  );
  return startOrStop(server, async () => {
    // websocketd says so just before it listens, hence the knocking.
    await server.line('Starting WebSocket server');
    await accepts(port);
    return peerOf('ws', port, server);
  });
}

async function startOrStop(server: ReportingProcess, start: () => Promise<Peer>): Promise<Peer> {
  try {
    return await start();
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function peerOf(scheme: string, port: number, server: ReportingProcess): Peer {
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    seenPeers: () => server.events.filter(({ event }) => event === 'peer').map(seenPeer),
    seenPeer: async (index) => seenPeer(await server.event('peer', index)),
    stop: () => server.stop(),
  };
}

function seenPeer({ address, port }: ProcessEvent): SeenPeer {
  return { address: String(address), port: Number(port) };
}

/** websocketd takes port 0 for port 80, so it must be given a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      continue;
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
