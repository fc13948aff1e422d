import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls from 'node:tls';

/** A server of a test's own that speaks bytes, not WebSocket. */
export interface RawServer {
  readonly port: number;
  readonly url: string;
  /** Resolves with the next connection, once it is there. */
  nextSocket(): Promise<Socket>;
  close(): Promise<void>;
}

export type OnSocket = (socket: Socket) => void;

/** Starts a TCP server on loopback. */
export function startRawServer(onSocket: OnSocket = () => {}): Promise<RawServer> {
  return start(net.createServer(), 'connection', 'ws', onSocket);
}

/** Starts a TLS server on loopback. */
export function startRawTlsServer(
  options: tls.TlsOptions,
  onSocket: OnSocket = () => {},
): Promise<RawServer> {
  return start(tls.createServer(options), 'secureConnection', 'wss', onSocket);
}

async function start(
  server: Server,
  event: 'connection' | 'secureConnection',
  scheme: string,
  onSocket: OnSocket,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that cuts the connection is what some tests are about.
    socket.on('error', () => {});
    onSocket(socket);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/`,
    nextSocket: async () => ((await once(server, event)) as [Socket])[0],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Calls `onHead` with the request head once it is complete. */
export function onRequest(onHead: (socket: Socket, head: string) => void): OnSocket {
  return (socket) => {
    let head = '';
    const collect = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', collect);
      onHead(socket, head);
    };
    socket.on('data', collect);
  };
}

/** The response that accepts a request (RFC 6455 §4.2.2), with more header fields if wanted. */
export function acceptance(head: string, fields: readonly string[] = []): string {
  const [, key = ''] = /^Sec-WebSocket-Key: (.*)$/im.exec(head.replaceAll('\r', '')) ?? [];
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...fields,
    '\r\n',
  ].join('\r\n');
}
