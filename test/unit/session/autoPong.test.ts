import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { answerPings } from '../../../src/session/autoPong';
import type { PingHabit } from '../../../src/session/engineHabits';

/** Pings that come from nowhere, and the pongs that are sent for them. */
function start(habit: PingHabit, { mostWaiting = 60, sent = Promise.resolve() } = {}) {
  const webSocket = new EventEmitter();
  const pongs: string[] = [];
  let floods = 0;
  answerPings(webSocket as WebSocket, {
    habit,
    mostWaiting,
    sendPong: (payload) => {
      pongs.push(Buffer.from(payload).toString());
      return sent;
    },
    onFlood: () => floods++,
  });
  const ping = (...payloads: string[]) => {
    for (const payload of payloads) webSocket.emit('ping', Buffer.from(payload));
  };
  return { ping, pongs, floods: () => floods };
}

describe('answerPings', () => {
  it('answers each at once, with its payload', () => {
    const { ping, pongs } = start('always');
    ping('a', 'b', '');
    assert.deepEqual(pongs, ['a', 'b', '']);
  });

  it('answers none', () => {
    const { ping, pongs, floods } = start('never', { mostWaiting: 1 });
    ping('a', 'b');
    assert.deepEqual([pongs, floods()], [[], 0]);
  });

  it('answers the first few', () => {
    const { ping, pongs } = start({ first: 2 });
    ping('a', 'b', 'c');
    assert.deepEqual(pongs, ['a', 'b']);
  });

  it('answers after a time, with the payload as it was', async () => {
    const { ping, pongs } = start({ afterMs: 20 });
    const began = performance.now();
    ping('a', 'b');
    assert.deepEqual(pongs, []);
    while (pongs.length < 2) await delay(1);
    assert.ok(performance.now() - began >= 19);
    assert.deepEqual(pongs, ['a', 'b']);
  });

  it('calls it a flood when too many pongs wait, and not without a limit', () => {
    const sent = new Promise<void>(() => {});
    const limited = start('always', { mostWaiting: 2, sent });
    limited.ping('a', 'b', 'c');
    assert.deepEqual([limited.pongs.length, limited.floods()], [2, 1]);
    const delayed = start({ afterMs: 1e6 }, { mostWaiting: 2 });
    delayed.ping('a', 'b', 'c');
    assert.equal(delayed.floods(), 1);
    const lifted = start('always', { mostWaiting: 0, sent });
    lifted.ping(...Array<string>(100).fill('x'));
    assert.deepEqual([lifted.pongs.length, lifted.floods()], [100, 0]);
  });
});
