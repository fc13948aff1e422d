import type { WebSocket } from 'ws';
import { Pressure } from '../capture/pressure';
import { Opcode } from '../wire/opcode';
import { message, type OutgoingMessage } from './outgoing';

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

export interface MessageAnswers {
  readonly habits: MessageHabits;
  /** Sends an answer after those before; resolves when it has left. */
  readonly send: (answer: OutgoingMessage) => Promise<void>;
  /** Closes with 1000; what is to be sent after that is not sent. */
  readonly close: () => void;
  /**
   * Called with true when the other end does not take the answers, with false when it has taken
   * enough of them.
   */
  readonly onPressure: (tooMuch: boolean) => void;
}

/** Answers messages as they arrive, and closes after as many as were wanted. */
export function answerMessages(
  webSocket: WebSocket,
  { habits: { echo, closeAfter }, send, close, onPressure }: MessageAnswers,
): void {
  const pressure = new Pressure(mostAnswersWaiting, onPressure);
  let waiting = 0;
  let messages = 0;
  const change = (bytes: number) => {
    waiting += bytes;
    pressure.set(waiting);
  };
  const answer = async (data: Buffer, binary: boolean) => {
    const size = answerOverhead + data.length;
    change(size);
    await send(message(binary ? Opcode.binary : Opcode.text, data)).catch(() => {
      // It was not sent because the connection is ending, which shows anyway.
    });
    change(-size);
  };
  // With its default `binaryType`, `ws` hands over one Buffer a message.
  webSocket.on('message', (data: Buffer, binary) => {
    if (echo) void answer(data, binary);
    messages++;
    if (messages === closeAfter) close();
  });
}
