/** Which pings are answered: all, none, all after so many milliseconds, or the first so many. */
export type PingHabit =
  'always' | 'never' | { readonly afterMs: number } | { readonly first: number };

/** How permessage-deflate is offered, and used once it is agreed on (RFC 7692 §7.1). */
export interface DeflateOffer {
  /** Asks the server not to refer back to earlier messages. */
  readonly serverNoContextTakeover: boolean;
  /** Says that this end will not refer back to earlier messages. */
  readonly clientNoContextTakeover: boolean;
  /** Asks for a window no larger than this, 8 to 15; `undefined` leaves it to the server. */
  readonly serverMaxWindowBits: number | undefined;
  /**
   * This end's window is no larger than this, 8 to 15. `any` lets the server limit it, `undefined`
   * does not.
   */
  readonly clientMaxWindowBits: number | 'any' | undefined;
  /**
   * Messages of so many bytes and more are compressed. `undefined` compresses all, or those of
   * {@link thresholdWithoutContext} bytes and more where none may refer back.
   */
  readonly threshold: number | undefined;
}

/** Below this a message that refers back to nothing rather grows. */
export const thresholdWithoutContext = 1024;

/** How this end behaves where the RFCs leave a choice, or where one wants to see what happens. */
export interface EngineHabits {
  readonly answerPings: PingHabit;
  /** Masks every frame, a big-endian uint32; `undefined` draws a random key for each. */
  readonly maskingKey: number | undefined;
  /** `false` offers no compression. */
  readonly deflate: DeflateOffer | false;
  /** Text that is not UTF-8 ends the connection (RFC 6455 §8.1); if not, it is only reported. */
  readonly strictUtf8: boolean;
  /** Fragments of one message; 0 is no limit. */
  readonly mostFragments: number;
  /** Pieces in which one frame may come from the socket; 0 is no limit. */
  readonly mostBufferedChunks: number;
  /** Pongs that wait to be sent; 0 is no limit. */
  readonly mostPongsWaiting: number;
  /** Milliseconds for the other end to answer a close frame and to end its side; 0 is no limit. */
  readonly closeTimeoutMs: number;
}
