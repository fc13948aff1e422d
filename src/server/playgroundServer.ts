import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { ServerFacts } from '../protocol/serverProtocol';
import { refusal } from './originCheck';
import { servePeer } from './playgroundPeer';

/** The server is for this machine only. */
const host = '127.0.0.1';

/** Connections that are served at the same time. */
export const mostPeers = 100;
/** Bytes of the longest message that is echoed. */
export const longestMessage = 100_000_000;
/** Milliseconds that a peer has to answer the close frame when the server stops. */
const closeTimeoutMs = 2_000;

/** RFC 6455 §7.4.1: going away. */
const goingAway = 1001;

interface Running {
  readonly http: Server;
  readonly webSockets: WebSocketServer;
  readonly facts: ServerFacts;
}

/** A WebSocket server to try things with: it echoes, and it pushes a message every second. */
export class PlaygroundServer {
  private running: Promise<Running> | undefined;

  /** @param onPeers called with the number of peers whenever it changes */
  constructor(private readonly onPeers: (count: number) => void) {}

  /**
   * Listens on loopback; a server that listens already stays where it is.
   *
   * @param port that is asked for; one that cannot be had gives way to a free one, and so does 0
   * @param allowedOrigins of web pages that may connect besides those of this machine
   */
  async start(port: number, allowedOrigins: readonly string[] = []): Promise<ServerFacts> {
    this.running ??= this.run(port, allowedOrigins);
    try {
      return (await this.running).facts;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  /** Closes every connection with 1001 (going away) and stops listening. */
  async stop(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (!running) return;
    const { http, webSockets } = await running;
    http.close();
    const peers = [...webSockets.clients];
    for (const peer of peers) peer.close(goingAway, 'The server stops.');
    // These are connections that never became WebSockets.
    http.closeAllConnections();
    await Promise.all([http, ...peers].map(closed));
  }

  private async run(port: number, allowedOrigins: readonly string[]): Promise<Running> {
    const http = createServer(refusePlainHttp);
    const webSockets = this.serve(http, allowedOrigins);
    await listen(http, port);
    const { address, port: listening } = http.address() as AddressInfo;
    const facts: ServerFacts = {
      pid: process.pid,
      listening: { address, port: listening, family: 'IPv4' },
      url: `ws://${address}:${listening}/`,
    };
    return { http, webSockets, facts };
  }

  private serve(http: Server, allowedOrigins: readonly string[]): WebSocketServer {
    const options = {
      server: http,
      maxPayload: longestMessage,
      perMessageDeflate: true,
      closeTimeout: closeTimeoutMs,
      verifyClient: (
        { req }: { readonly req: IncomingMessage },
        answer: (accept: boolean, status?: number, text?: string) => void,
      ) => {
        const refused = refusal(req.headers, allowedOrigins);
        if (refused === undefined) {
          answer(webSockets.clients.size < mostPeers, 503, 'Too many connections');
        } else answer(false, 403, refused);
      },
    };
    const webSockets: WebSocketServer = new WebSocketServer(options);
    // An error of `http` is passed on to here as well; whoever listens there hears it.
    webSockets.on('error', () => {});
    webSockets.on('connection', (peer, { socket }) => {
      const tellPeers = () => this.onPeers(webSockets.clients.size);
      peer.on('close', tellPeers);
      servePeer(peer, socket);
      tellPeers();
    });
    return webSockets;
  }
}

/** An error, of a peer that breaks the protocol for instance, comes before `close` if at all. */
function closed(one: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    one.once('close', () => resolve());
  });
}

/** RFC 9110 §15.5.22, §7.8: 426 names the protocol that is spoken here. */
function refusePlainHttp(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, {
    'Content-Type': 'text/plain',
    Connection: 'upgrade, close',
    Upgrade: 'websocket',
  });
  response.end('This is a WebSocket server. Connect with ws:// to it.\n');
}

async function listen(http: Server, port: number): Promise<void> {
  try {
    await listenOn(http, port);
  } catch (error) {
    if (port === 0) throw error;
    await listenOn(http, 0);
  }
}

function listenOn(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}
