import type { Socket } from 'node:net';
import { emptyWindow } from './deflateWindow';
import type { Outgoing } from './outgoing';
import type { EncodedFrames, OutgoingEncoder } from './outgoingEncoder';

/** Bytes that may wait to be sent before no more are taken. */
export const mostBytesUnsent = 256_000_000;

/** Milliseconds that something may wait to be sent before whoever sent it is told so. */
const patienceMs = 5_000;

/** What was encoded refers back to messages that are no longer the last ones sent. */
export class StaleEncoding extends Error {
  override readonly name = 'StaleEncoding';

  constructor() {
    super('Another message was sent meanwhile, so that the bytes would be others now.');
  }
}

/**
 * Sends everything that this end sends, in the order in which it is told to, whole: nothing comes
 * between the frames of a message.
 *
 * `ws` sends nothing by itself. Its own sender could write neither a frame that breaks a rule nor
 * bytes that were shown before, and does not say when a message that it compresses has left.
 */
export class FrameSender {
  private window = emptyWindow;
  /** Settles when all that was taken so far has been handed to the socket. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Bytes that were taken but not yet handed to the socket. */
  private waiting = 0;

  constructor(
    private readonly socket: Socket,
    readonly encoder: OutgoingEncoder,
  ) {}

  /**
   * Resolves when the operating system has taken it, and also when this end cuts the connection
   * meanwhile: Node reports such a write as done.
   *
   * @param longestWaitMs after which it is told that this still waits; Infinity for never: then it
   *   is taken however much waits, and the caller must not send without end
   * @throws Error with a sentence for the user, when it cannot be sent or is not sent yet
   */
  send(outgoing: Outgoing, longestWaitMs = patienceMs): Promise<void> {
    const encode = () => this.encoder.encode(outgoing, this.window);
    return this.sendInTurn(lengthOf(outgoing), encode, longestWaitMs);
  }

  /** What would be sent if it were sent now, after all that was taken before. */
  encode(outgoing: Outgoing): Promise<EncodedFrames> {
    return this.inTurn(() => this.encoder.encode(outgoing, this.window));
  }

  /**
   * Sends what was encoded, byte for byte.
   *
   * @throws StaleEncoding if these bytes would mean something else by now; else as `send`
   */
  sendEncoded(encoded: EncodedFrames): Promise<void> {
    return this.sendInTurn(sizeOf(encoded), () => {
      const isStale = encoded.before !== undefined && encoded.before !== this.window;
      if (isStale) throw new StaleEncoding();
      return encoded;
    });
  }

  private async sendInTurn(
    length: number,
    encode: () => EncodedFrames | Promise<EncodedFrames>,
    longestWaitMs = patienceMs,
  ): Promise<void> {
    // Whoever waits as long as it takes, an echo for instance, holds back what comes next.
    if (longestWaitMs !== Infinity) this.checkRoom();
    this.waiting += length;
    const handOver = this.inTurn(async () => {
      try {
        const encoded = await encode();
        this.window = encoded.after ?? this.window;
        // The promise is wrapped, or the next would have to wait until this one has left.
        return { left: this.write(encoded.chunks) };
      } finally {
        this.waiting -= length;
      }
    });
    const sent = handOver.then(({ left }) => left);
    await (longestWaitMs === Infinity ? sent : withPatience(sent, longestWaitMs));
  }

  private inTurn<T>(task: () => T | Promise<T>): Promise<T> {
    const done = this.turn.then(task);
    this.turn = done.catch(() => {});
    return done;
  }

  private checkRoom(): void {
    const unsent = this.socket.writableLength + this.waiting;
    if (unsent <= mostBytesUnsent) return;
    throw new Error(
      `The other end does not read: ${Math.round(unsent / 1_000_000)} MB wait to be sent. Wait, then try again.`,
    );
  }

  private write(chunks: readonly Uint8Array[]): Promise<void> {
    if (!this.socket.writable) return Promise.reject(endedBefore());
    return new Promise((resolve, reject) => {
      this.socket.cork();
      for (const chunk of chunks.slice(0, -1)) this.socket.write(chunk);
      this.socket.write(chunks.at(-1) ?? new Uint8Array(0), (error) => {
        if (error) reject(endedBefore());
        else resolve();
      });
      this.socket.uncork();
    });
  }
}

/** How many bytes something will be, about: headers are left out. */
function lengthOf(outgoing: Outgoing): number {
  if (outgoing.kind === 'bytes') return outgoing.bytes.length;
  if (outgoing.kind === 'frame') return outgoing.payload.length;
  return outgoing.fragments.reduce((sum, fragment) => sum + fragment.length, 0);
}

/** How many bytes were encoded. */
export function sizeOf({ chunks }: EncodedFrames): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function endedBefore(): Error {
  return new Error('The connection ended before this was sent. Connect again.');
}

function withPatience(sent: Promise<void>, longestWaitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The other end does not read. What you sent waits and goes when it does.'));
    }, longestWaitMs);
    sent.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
