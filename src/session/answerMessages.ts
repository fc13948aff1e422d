import { WebSocket } from 'ws';
import { Pressure } from '../capture/pressure';

/** Bytes of memory that answers may take while they wait to be sent, before reading pauses. */
export const mostAnswersWaiting = 16 * 1024 * 1024;
/** Bytes that an answer counts besides its payload, so that empty ones count too. */
const answerOverhead = 256;

/** What becomes of the messages that arrive, besides being captured. */
export interface MessageHabits {
  /** Send every message back, in kind and in order. */
  readonly echo: boolean;
  /** Close with 1000 after so many messages; `undefined` for never. */
  readonly closeAfter: number | undefined;
}

/**
 * Answers messages as they arrive, and closes after as many as were wanted. Messages that come
 * after that are not answered.
 *
 * @param onPressure called with true when the other end does not take the answers, with false when
 * it has taken enough of them
 */
export function answerMessages(
  webSocket: WebSocket,
  { echo, closeAfter }: MessageHabits,
  onPressure: (tooMuch: boolean) => void,
): void {
  const pressure = new Pressure(mostAnswersWaiting, onPressure);
  let waiting = 0;
  let messages = 0;
  const change = (bytes: number) => {
    waiting += bytes;
    pressure.set(waiting);
  };
  // With its default `binaryType`, `ws` hands over one Buffer a message.
  webSocket.on('message', (data: Buffer, binary) => {
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (echo) {
      const size = answerOverhead + data.length;
      change(size);
      webSocket.send(data, { binary }, () => change(-size));
    }
    messages++;
    if (messages === closeAfter) webSocket.close(1000);
  });
}
