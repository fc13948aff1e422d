import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { mostBytesWaiting, servePeer } from '../../../src/server/playgroundPeer';

/** A peer whose messages wait until they are let go. */
class WaitingPeer extends EventEmitter {
  bufferedAmount = 0;
  paused = false;
  private readonly waiting: { readonly size: number; readonly sent: () => void }[] = [];

  send(message: Buffer, _options: unknown, sent: () => void): void {
    // The greeting has no options.
    if (typeof message === 'string') return;
    this.bufferedAmount += message.length;
    this.waiting.push({ size: message.length, sent });
  }

  letOneGo(): void {
    const { size, sent } = this.waiting.shift()!;
    this.bufferedAmount -= size;
    sent();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }
}

describe('servePeer', () => {
  let peer: WaitingPeer;

  beforeEach(() => {
    peer = new WaitingPeer();
    servePeer(peer as unknown as WebSocket, {} as Socket);
  });
  afterEach(() => peer.emit('close'));

  it('reads nothing while more waits for the peer than may', () => {
    const message = Buffer.alloc(mostBytesWaiting);
    for (let count = 0; count < 3; count++) peer.emit('message', message, true);
    assert.equal(peer.paused, true);
    peer.letOneGo();
    assert.equal(peer.paused, true, 'two messages still wait');
    peer.letOneGo();
    assert.equal(peer.paused, false);
  });
});
