import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP server that does to a WebSocket client whatever a test wants. */
export interface BadServer {
  /** For instance `ws://127.0.0.1:40123`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server on loopback that hands every client to `meet`, together with the head of the
 * client's opening handshake.
 */
export async function startBadServer(
  meet: (socket: Socket, requestHead: string) => void,
): Promise<BadServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    const listen = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (!received.includes('\r\n\r\n')) return;
      socket.off('data', listen);
      socket.resume();
      meet(socket, received);
    };
    socket.on('data', listen);
    // The client may go at any moment; that is what these tests are about.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Answers an opening handshake properly (RFC 6455 §4.2.2), with more header fields if told. */
export function acceptHandshake(socket: Socket, requestHead: string, fields = ''): void {
  const key = /^sec-websocket-key: *(\S+)/im.exec(requestHead)?.[1] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Accept: ${accept}\r\n${fields}\r\n`,
  );
}

/** A whole HTTP answer with a text as its body. */
export function httpAnswer(status: string, body: string): string {
  return (
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nConnection: close\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

/** Frames of a server, written by hand. All but the first two break a rule of RFC 6455. */
export const serverFrames = {
  hello: Buffer.from('\x81\x05hello', 'latin1'),
  close: Buffer.from([0x88, 0x02, 0x03, 0xe8]),
  reservedOpcode: Buffer.from([0x83, 0x00]),
  reservedBit: Buffer.from('\xa1\x05wrong', 'latin1'),
  masked: Buffer.from([0x81, 0x81, 0x01, 0x02, 0x03, 0x04, 0x60]),
  badUtf8: Buffer.from([0x81, 0x03, 0x61, 0xff, 0x62]),
  oversizedPing: Buffer.concat([Buffer.from([0x89, 0x7e, 0x00, 0x7e]), Buffer.alloc(126, 'p')]),
  fragmentedPing: Buffer.from([0x09, 0x00]),
  strayContinuation: Buffer.from('\x80\x05stray', 'latin1'),
  badCloseCode: Buffer.from([0x88, 0x02, 0x03, 0xed]),
  shortClose: Buffer.from([0x88, 0x01, 0x03]),
} as const;

/** The header of a server's unfragmented binary message of `length` bytes, 64-bit form. */
export function binaryHeader(length: number): Buffer {
  const header = Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
