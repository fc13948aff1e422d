import { WebSocket } from 'ws';

/** Pongs that may wait to be sent before the other end's pings are taken for a flood. */
export const mostPongsWaiting = 60;

/**
 * Answers each ping with a pong of the same payload (RFC 6455 §5.5.3), as `ws` would by itself.
 *
 * @param onFlood called instead when the other end sends pings but does not take the pongs
 */
export function answerPings(webSocket: WebSocket, onFlood: () => void): void {
  let waiting = 0;
  webSocket.on('ping', (payload) => {
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (waiting >= mostPongsWaiting) {
      onFlood();
      return;
    }
    waiting++;
    webSocket.pong(payload, undefined, () => {
      waiting--;
    });
  });
}
