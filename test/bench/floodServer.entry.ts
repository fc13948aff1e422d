import { WebSocketServer, type WebSocket } from 'ws';

/*
 * A server that sends as many messages as a client asks for in its URL, as fast as they are taken:
 * /?size=64&count=100000; with `--deflate` it compresses them. It is a process of its own, as a peer would be.
 */

/** Messages of one write: what a busy server would coalesce. */
const bytesAtATime = 256 * 1024;

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: process.argv.includes('--deflate') && { threshold: 0 },
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

function flood(socket: WebSocket, size: number, count: number): void {
  const message = messageOf(size);
  const atATime = Math.max(1, Math.floor(bytesAtATime / size));
  let left = count;
  const sendMore = () => {
    const raw = (socket as unknown as { _socket: { cork(): void; uncork(): void } })._socket;
    raw.cork();
    for (let sent = 0; sent < atATime && left > 0; sent++, left--) {
      const last = sent === atATime - 1 || left === 1;
      socket.send(message, { binary: false }, last ? () => next() : undefined);
    }
    raw.uncork();
  };
  const next = () => (left > 0 ? sendMore() : socket.close(1000));
  sendMore();
}
