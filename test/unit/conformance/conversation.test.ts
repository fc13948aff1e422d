import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { close, continuation, ping, pong, text } from '../../../src/conformance/clientFrame';
import { Conversation, mostFrames } from '../../../src/conformance/conversation';
import { openingRequest } from '../../../src/conformance/openingRequest';
import { findTarget } from '../../../src/conformance/target';
import { noSecrets, Transcript } from '../../../src/conformance/transcript';
import {
  acceptance,
  onRequest,
  startRawServer,
  type RawServer,
} from '../session/support/rawServer';

const unmasked = { maskingKey: undefined };

/** Accepts the request, with frames in the same write. */
function accepting(...frames: readonly Uint8Array[]) {
  return (socket: Socket, head: string) =>
    socket.write(Buffer.concat([Buffer.from(acceptance(head)), ...frames]));
}

describe('conversation', () => {
  let server: RawServer;
  let conversation: Conversation;
  let transcript: Transcript;

  afterEach(async () => {
    conversation.destroy();
    await server.close();
  });

  /** Connects to a server that does this with the request. */
  async function meet(onHead: (socket: Socket, head: string) => void, offer = ''): Promise<void> {
    server = await startRawServer(onRequest(onHead));
    transcript = new Transcript(noSecrets);
    const target = await findTarget(server.url);
    conversation = await Conversation.connect({ target, transcript, answerLimitMs: 1_000 });
    const fields = offer === '' ? {} : { 'Sec-WebSocket-Extensions': offer };
    await conversation.shakeHands(openingRequest(target, { fields }), offer);
  }

  const steps = () => transcript.steps.map(({ from, text: says }) => `${from}: ${says}`);

  it('reads frames and messages, also those that come with the answer', async () => {
    await meet(
      accepting(
        text('Hel', { ...unmasked, fin: false }),
        pong('p', unmasked),
        continuation('lo', unmasked),
        close(1001, 'bye', unmasked),
      ),
    );
    assert.equal(conversation.answer?.status, 101);
    assert.deepEqual(await conversation.untilClose(), { code: 1001, reason: 'bye' });
    assert.equal(conversation.frames.length, 4);
    assert.equal(conversation.count(1, 'Hello'), 1);
    assert.equal(conversation.count(2, 'Hello'), 0);
    assert.ok(conversation.hasPong('p'));
    assert.ok(!conversation.hasPong('q'));
  });

  it('tells what both sides did', async () => {
    await meet((socket, head) => {
      socket.write(acceptance(head));
      socket.once('data', () => socket.end(pong('a', unmasked)));
    });
    conversation.send(ping('a'));
    assert.ok(await conversation.untilEnd());
    conversation.endSending();
    assert.deepEqual(steps(), [
      'client: ping, 1 byte',
      'server: pong, 1 byte',
      'server: ends its side of the TCP connection',
      'client: ends its side of the TCP connection',
    ]);
    conversation.tellHandshake();
    assert.match(steps()[4]!, /^client: GET \/ HTTP\/1\.1\r\n/);
    assert.match(steps()[5]!, /^server: HTTP\/1\.1 101 /);
  });

  it('tells of a frame that was not sent whole, once it is over', async () => {
    await meet(accepting());
    conversation.send(text('Hello').subarray(0, 8));
    conversation.destroy();
    assert.deepEqual(steps(), ['client: text, 2 of 5 bytes']);
  });

  it('waits no longer than its limit, nor than the connection', async () => {
    await meet(accepting());
    const start = performance.now();
    assert.equal(await conversation.until(() => undefined, 30), undefined);
    assert.ok(performance.now() - start >= 29);
    assert.equal(await conversation.untilPong('a'), false);
    const waiting = conversation.untilClose();
    conversation.destroy();
    assert.equal(await waiting, undefined);
  });

  it('cuts off a server that sends frames without end', async () => {
    const flood = Array.from({ length: mostFrames + 1 }, () => pong('', unmasked));
    await meet(accepting(...flood));
    assert.ok(await conversation.untilEnd());
    assert.equal(conversation.ending, 'cut off');
    assert.equal(transcript.omitted > 0, true);
  });

  it('gives an answer that opens nothing, and reads no frames then', async () => {
    await meet((socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n\u0081\u0000'));
    assert.equal(conversation.answer?.statusText, '404 Not Found');
    await conversation.untilEnd();
    assert.deepEqual(conversation.frames, []);
  });

  it('has no answer where none came, or what came is no HTTP', async () => {
    await meet((socket) => socket.end());
    assert.equal(conversation.answer, undefined);
    assert.equal(conversation.ending, 'closed');
    conversation.destroy();
    await server.close();
    await meet((socket) => socket.end('SSH-2.0-server\r\n'));
    assert.equal(conversation.answer, undefined);
    assert.equal(conversation.answerText, 'SSH-2.0-server\r\n');
  });

  it('knows what was agreed on, and inflates', async () => {
    const compressed = Buffer.from('c107f248cdc9c90700', 'hex');
    await meet((socket, head) => {
      const fields = ['Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10'];
      socket.write(Buffer.concat([Buffer.from(acceptance(head, fields)), compressed]));
    }, 'permessage-deflate');
    assert.equal(conversation.agreement?.serverWindowBits, 10);
    await conversation.until(() => conversation.messages[0]);
    assert.equal(conversation.count(1, 'Hello'), 1);
    assert.deepEqual(conversation.frames[0]?.findings, []);
  });
});
