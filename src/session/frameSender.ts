import type { WebSocket } from 'ws';

/** What can be sent: a message or a control frame, described by its content. */
export type OutgoingFrame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' | 'ping' | 'pong'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly code: number | undefined; readonly reason: string };

/** Bytes that may wait to be sent before no more are taken. */
export const mostBytesUnsent = 256_000_000;

/** Milliseconds that a frame may wait to be sent before whoever sent it is told so. */
export const patienceMs = 5_000;

/**
 * Sends one frame. Resolves when the operating system has taken it, and also when this end cuts
 * the connection meanwhile: Node reports such a write as done.
 *
 * @param longestWaitMs after which it is told that the frame still waits; Infinity for never
 * @throws Error with a sentence for the user, when it cannot be sent or is not sent yet
 */
export function sendFrame(
  webSocket: WebSocket,
  frame: OutgoingFrame,
  longestWaitMs = patienceMs,
): Promise<void> {
  if (webSocket.bufferedAmount > mostBytesUnsent) {
    return Promise.reject(
      new Error(
        `The other end does not read: ${Math.round(webSocket.bufferedAmount / 1_000_000)} MB wait to be sent. Wait, then try again.`,
      ),
    );
  }
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new Error('The other end does not read. What you sent waits and goes when it does.'));
    const timer = longestWaitMs === Infinity ? undefined : setTimeout(giveUp, longestWaitMs);
    handOver(webSocket, frame, (error) => {
      clearTimeout(timer);
      if (error) reject(new Error('The connection ended before this was sent. Connect again.'));
      else resolve();
    });
  });
}

function handOver(
  webSocket: WebSocket,
  frame: OutgoingFrame,
  done: (error?: Error | null) => void,
): void {
  switch (frame.kind) {
    case 'text':
      webSocket.send(frame.text, done);
      break;
    case 'binary':
      webSocket.send(frame.bytes, { binary: true }, done);
      break;
    case 'ping':
      webSocket.ping(frame.bytes, undefined, done);
      break;
    case 'pong':
      webSocket.pong(frame.bytes, undefined, done);
      break;
    case 'close':
      webSocket.close(frame.code, frame.reason);
      done();
      break;
  }
}
