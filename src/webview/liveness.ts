/** Milliseconds from an answer, or from giving up on it, to the next question. */
const intervalMs = 1_000;
/**
 * Milliseconds that the host has for its answer. With the interval this stays below the 3 s
 * within which a panel must say that its host has died.
 */
const timeLimitMs = 1_500;
/** An answer that took this much longer than allowed was not waited for: the page was asleep. */
const asleepMs = 1_000;

export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface LivenessOptions extends Clock {
  /** Asks the host for a sign of life; rejects when none came within the time limit. */
  readonly ping: (timeLimitMs: number) => Promise<unknown>;
  /** Called when the host stops answering, and when it answers again. */
  readonly onChange: (alive: boolean) => void;
}

/** Asks the host again and again whether it is there, for as long as the panel lives. */
export async function watchHost({ ping, onChange, now, wait }: LivenessOptions): Promise<never> {
  let alive = true;
  for (;;) {
    const asked = now();
    const answered = await ping(timeLimitMs).then(
      () => true,
      () => false,
    );
    // A laptop that slept, or a page that was frozen, says nothing about the host.
    const asleep = !answered && now() - asked > timeLimitMs + asleepMs;
    if (!asleep && answered !== alive) {
      alive = answered;
      onChange(alive);
    }
    await wait(intervalMs);
  }
}
