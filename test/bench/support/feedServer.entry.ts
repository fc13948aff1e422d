import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/*
 * A server whose clients ask in their URL for what they want to be sent, in a process of its own:
 *
 * /feed?size=64&burst=1000000&rate=50000  so many messages at once, then so many a second
 * /times?count=100&everyMs=60             now and then one that says when it was sent
 */

/** Milliseconds between two writes of a steady feed. */
const tickMs = 4;
/** Most messages of one write, so that a client can begin to read. */
const mostAtATime = 4_000;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('listening', () => process.send?.(server.address()));
server.on('connection', (socket, request) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'ws://localhost');
  const asked = (name: string) => Number(searchParams.get(name));
  if (pathname === '/feed') feed(socket, asked('size'), asked('burst'), asked('rate'));
  else tellTimes(socket, asked('count'), asked('everyMs'));
});
process.on('disconnect', () => process.exit());

/** JSON text of exactly `size` bytes, its number in it. */
function messageOf(number: number, size: number): string {
  const start = `{"tick":${number},"quote":"`;
  return `${start}${'x'.repeat(Math.max(0, size - start.length - 2))}"}`;
}

function feed(socket: WebSocket, size: number, burst: number, rate: number): void {
  const raw = (socket as unknown as { readonly _socket: Socket })._socket;
  let sent = 0;
  const send = (count: number) => {
    raw.cork();
    for (let index = 0; index < count; index++) socket.send(messageOf(sent++, size));
    raw.uncork();
  };
  const flood = () => {
    send(Math.min(mostAtATime, burst - sent));
    if (sent < burst) whenWritten(raw, flood);
    else keepPace();
  };
  const keepPace = () => {
    const start = performance.now();
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - start) / 1000) * rate) - (sent - burst);
      send(Math.min(due, mostAtATime));
    }, tickMs);
    socket.on('close', () => clearInterval(timer));
  };
  flood();
}

/** Calls back when the system has taken what was written. */
function whenWritten(raw: Socket, callback: () => void): void {
  if (raw.writableNeedDrain) raw.once('drain', callback);
  else setImmediate(callback);
}

/** The pause differs, so that messages come at any moment between two frames of a screen. */
function tellTimes(socket: WebSocket, count: number, everyMs: number): void {
  let sent = 0;
  const sendOne = () => {
    socket.send(`{"sent":"${process.hrtime.bigint()}","number":${sent++}}`);
    if (sent < count) setTimeout(sendOne, everyMs * (0.5 + Math.random()));
  };
  setTimeout(sendOne, everyMs);
}
