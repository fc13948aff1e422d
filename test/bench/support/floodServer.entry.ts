import type { Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import { WebSocketServer, type WebSocket } from 'ws';

/*
 * A server that sends as many messages as a client asks for in its URL, as fast as they are taken:
 * /?size=64&count=100000; with `--deflate` it compresses them. It is a process of its own, as a peer would be.
 */

/** Messages of one write: what a busy server would coalesce. */
const bytesAtATime = 256 * 1024;

const isCompressing = process.argv.includes('--deflate');

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: isCompressing,
});
server.on('listening', () => process.send?.(server.address()));
server.on('connection', (socket, request) => {
  const { searchParams } = new URL(request.url ?? '/', 'ws://localhost');
  flood(socket, Number(searchParams.get('size')), Number(searchParams.get('count')));
});
process.on('disconnect', () => process.exit());

/** JSON text of exactly `size` bytes, compressible as such messages are. */
function messageOf(size: number): Buffer {
  const start = '{"type":"tick","count":';
  return Buffer.from(`${start}${'1234567890,'.repeat(size)}`.slice(0, size - 1) + '}');
}

/**
 * Compressing is far slower than inflating, so that a server which compresses each message would
 * measure itself. This one does it once and writes the frame again and again; as the message refers
 * to no other, that is valid with a shared window too (RFC 7692 §7.2.3.2).
 */
function compressedFrame(message: Buffer): Buffer {
  const payload = deflateRawSync(message, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  if (payload.length > 125) throw new Error('The message does not compress well enough.');
  return Buffer.concat([Buffer.of(0xc1, payload.length), payload]);
}

function flood(socket: WebSocket, size: number, count: number): void {
  const message = messageOf(size);
  const raw = (socket as unknown as { _socket: Socket })._socket;
  const frame = isCompressing ? compressedFrame(message) : undefined;
  const atATime = Math.max(1, Math.floor(bytesAtATime / (frame?.length ?? size)));
  let left = count;
  const sendMore = () => {
    raw.cork();
    for (let sent = 0; sent < atATime && left > 0; sent++, left--) {
      const last = sent === atATime - 1 || left === 1;
      const done = last ? next : undefined;
      if (frame) raw.write(frame, done);
      else socket.send(message, { binary: false }, done);
    }
    raw.uncork();
  };
  const next = (error?: Error | null) => {
    // A client that has seen enough has gone.
    if (error) return;
    if (left > 0) sendMore();
    else socket.close(1000);
  };
  sendMore();
}
