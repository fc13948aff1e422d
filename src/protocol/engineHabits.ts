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
   * 1,024 bytes and more where none may refer back.
   */
  readonly threshold: number | undefined;
}

/** How this end of a connection behaves where the RFCs leave a choice, or where one wants to see. */
export interface EngineHabits {
  readonly answerPings: PingHabit;
  /** Masks every frame, eight hex digits; `undefined` draws a random key for each. */
  readonly maskingKey: string | undefined;
  /** `false` offers no compression. */
  readonly deflate: DeflateOffer | false;
  /** Text that is not UTF-8 ends the connection (RFC 6455 §8.1); if not, it is only reported. */
  readonly strictUtf8: boolean;
  /** Largest message accepted, in bytes; 0 is no limit, `undefined` goes by the setting. */
  readonly messageLimit: number | undefined;
  /** Fragments of one message; 0 is no limit. */
  readonly mostFragments: number;
  /** Pieces in which one frame may come from the socket; 0 is no limit. */
  readonly mostBufferedChunks: number;
  /** Pongs that wait to be sent; 0 is no limit. */
  readonly mostPongsWaiting: number;
  /** Milliseconds for the other end to answer a close frame and to end its side; 0 is no limit. */
  readonly closeTimeoutMs: number;
}

/** Greatest time of a habit, in milliseconds: a timer cannot wait longer (24.8 days). */
export const longestHabitMs = 2 ** 31 - 1;
/** Greatest limit of a habit: `ws` keeps them as int32. */
export const greatestHabitLimit = 2 ** 31 - 1;

/** What a connection is told; the rest is as {@link defaultHabits} say. */
export type HabitChoices = {
  readonly [Habit in keyof EngineHabits]?: EngineHabits[Habit] | undefined;
};

/** What holds unless a connection is told otherwise. */
export const defaultHabits: EngineHabits = {
  answerPings: 'always',
  maskingKey: undefined,
  deflate: {
    serverNoContextTakeover: false,
    clientNoContextTakeover: false,
    serverMaxWindowBits: undefined,
    clientMaxWindowBits: 'any',
    threshold: undefined,
  },
  strictUtf8: true,
  messageLimit: undefined,
  mostFragments: 16_384,
  mostBufferedChunks: 262_144,
  mostPongsWaiting: 60,
  closeTimeoutMs: 5_000,
};

/** The habits of a connection that was told these. */
export function habitsOf(choices: HabitChoices = {}): EngineHabits {
  const told = Object.entries(choices).filter(([, choice]) => choice !== undefined);
  return { ...defaultHabits, ...Object.fromEntries(told) };
}
