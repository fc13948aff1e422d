import type { WebSocket } from 'ws';
import type { PingHabit } from './engineHabits';

export interface PingAnswers {
  readonly habit: PingHabit;
  /** Pongs that may wait to be sent; 0 is no limit. */
  readonly mostWaiting: number;
  /** Sends a pong; resolves when it has left. */
  readonly sendPong: (payload: Uint8Array) => Promise<void>;
  /** Called instead when the other end sends pings but does not take the pongs. */
  readonly onFlood: () => void;
}

/** Answers pings with pongs of the same payload (RFC 6455 §5.5.3), as far as the habit says. */
export function answerPings(
  webSocket: WebSocket,
  { habit, mostWaiting, sendPong, onFlood }: PingAnswers,
): void {
  let received = 0;
  let waiting = 0;
  const answer = async (payload: Uint8Array) => {
    await sendPong(payload).catch(() => {
      // It was not sent because the connection is ending, which shows anyway.
    });
    waiting--;
  };
  const answerLater = (payload: Uint8Array) => {
    setTimeout(() => void answer(payload), delayOf(habit)).unref();
  };
  webSocket.on('ping', (payload) => {
    if (!isToBeAnswered(habit, received++)) return;
    if (mostWaiting > 0 && waiting >= mostWaiting) {
      onFlood();
      return;
    }
    waiting++;
    if (delayOf(habit) === 0) void answer(payload);
    // The payload is a part of what was read, all of which it would hold on to.
    else answerLater(Uint8Array.from(payload));
  });
}

function isToBeAnswered(habit: PingHabit, before: number): boolean {
  if (habit === 'never') return false;
  return typeof habit !== 'object' || !('first' in habit) || before < habit.first;
}

/** Milliseconds. */
function delayOf(habit: PingHabit): number {
  return typeof habit === 'object' && 'afterMs' in habit ? habit.afterMs : 0;
}
