import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** Milliseconds between the messages that the server pushes unasked. */
const tickMs = 1_000;

/** Bytes that may wait for a peer before the server stops reading from it and pushing to it. */
export const mostBytesWaiting = 16 * 1024 * 1024;

/**
 * Serves one peer: greets it, echoes each message in kind and content, and once a second pushes
 * a message that says what this end sees of both.
 */
export function servePeer(peer: WebSocket, socket: Socket): void {
  const ends = endsOf(socket);
  let count = 0;
  const push = (type: 'greeting' | 'tick') => {
    if (isTooMuchWaiting(peer)) return;
    const time = new Date().toISOString();
    peer.send(JSON.stringify({ type, count: count++, time, ...ends }), ignoreError);
  };
  const timer = setInterval(() => push('tick'), tickMs);
  peer.on('close', () => clearInterval(timer));
  peer.on('message', (data, isBinary) => {
    // In the default binary type, `ws` hands over every message in one buffer.
    echo(peer, data as Buffer, isBinary);
  });
  // `ws` closes the connection itself; without a listener an error would end the process.
  peer.on('error', ignoreError);
  push('greeting');
}

/** What this end sees: itself and the other end. */
function endsOf(socket: Socket) {
  return {
    you: { address: socket.remoteAddress, port: socket.remotePort },
    me: { address: socket.localAddress, port: socket.localPort, pid: process.pid },
  };
}

function echo(peer: WebSocket, message: Buffer, isBinary: boolean): void {
  peer.send(message, { binary: isBinary }, () => {
    if (!isTooMuchWaiting(peer)) peer.resume();
  });
  if (isTooMuchWaiting(peer)) peer.pause();
}

function isTooMuchWaiting(peer: WebSocket): boolean {
  return peer.bufferedAmount > mostBytesWaiting;
}

/** A connection that has gone tells so by its `close` event. */
function ignoreError(): void {}
