/** What the program ends with. */
export const exitCode = {
  /** Closed cleanly (RFC 6455 §7.1.4), or printed to the end. */
  fine: 0,
  /** Refused, failed, or ended without a closing handshake. */
  failed: 1,
  /** Wrong usage. */
  usage: 2,
  /** The time limit was reached. */
  timeLimit: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
