import { RequestError } from '../protocol/requestError';

/** Milliseconds from an answer, or from giving up on it, to the next question. */
const intervalMs = 1_000;
/** Milliseconds of one wait for an answer. */
const waitMs = 300;
/**
 * So many waits the host has for its answer: 1.5 s. With the interval this stays below the 3 s
 * within which a panel must say that its host has died.
 */
const mostWaits = 5;

export interface LivenessOptions {
  /** Asks the host for a sign of life; resolves when there was one, rejects when given up. */
  readonly ping: (giveUp: AbortSignal) => Promise<unknown>;
  /** Called when the host stops answering, and when it answers again. */
  readonly onChange: (alive: boolean) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Any answer to a question is a sign of life, a refusal too; rejects only when it was given up. */
export async function signOfLife(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof RequestError && error.code === 'cancelled') throw error;
  }
}

/** Asks the host again and again whether it is there, for as long as the panel lives. */
export async function watchHost({ ping, onChange, wait }: LivenessOptions): Promise<never> {
  let alive = true;
  for (;;) {
    const answered = await isAnswered(ping, wait);
    if (answered !== alive) {
      alive = answered;
      onChange(alive);
    }
    await wait(intervalMs);
  }
}

/**
 * Whether an answer came within the waits. They are counted, not measured: while the page lays out
 * megabytes, or its laptop sleeps, answers lie unread, and the one wait that takes so long says no
 * more about the host than any other.
 */
async function isAnswered(
  ping: LivenessOptions['ping'],
  wait: LivenessOptions['wait'],
): Promise<boolean> {
  const giveUp = new AbortController();
  const answer = ping(giveUp.signal).then(
    () => true,
    () => false,
  );
  for (let waits = 0; waits < mostWaits; waits++) {
    if (await Promise.race([answer, wait(waitMs)])) return true;
  }
  giveUp.abort();
  return false;
}
