import assert from 'node:assert/strict';
import { ping } from '../../../src/conformance/clientFrame';
import { nothingKnown } from '../../../src/conformance/serverFacts';
import { Stage } from '../../../src/conformance/stage';
import { findTarget } from '../../../src/conformance/target';
import { noSecrets, Transcript } from '../../../src/conformance/transcript';
import { startStrictServer, type StrictServer } from '../../support/peers/strictServer';

describe('stage', () => {
  let server: StrictServer;
  let stage: Stage;
  let transcript: Transcript;

  beforeEach(async () => {
    server = await startStrictServer();
    transcript = new Transcript(noSecrets);
    const target = await findTarget(server.url);
    stage = new Stage({ target, transcript, answerLimitMs: 1_000, facts: nothingKnown });
  });
  afterEach(async () => {
    stage.clear();
    await server.stop();
  });

  const steps = () => transcript.steps.map(({ from, text }) => `${from}: ${text.split('\r\n')[0]}`);

  it('opens a WebSocket without a word about it', async () => {
    const conversation = await stage.join();
    conversation.send(ping('a'));
    assert.ok(await conversation.untilPong('a'));
    assert.deepEqual(steps(), ['client: ping, 1 byte', 'server: pong, 1 byte']);
  });

  it('sends any request and tells of it', async () => {
    const conversation = await stage.open({ fields: { 'Sec-WebSocket-Version': '99' } });
    assert.equal(conversation.answer?.status, 426);
    assert.deepEqual(steps().slice(0, 2), [
      'client: GET / HTTP/1.1',
      'server: HTTP/1.1 426 Upgrade Required',
    ]);
  });

  it('reads an answer by the extensions that were offered in whatever fields', async () => {
    const offers = ['x-other', 'permessage-deflate'];
    const conversation = await stage.open({ fields: { 'Sec-WebSocket-Extensions': offers } });
    assert.equal(conversation.agreement?.serverWindowBits, 15);
  });

  it('asks whether the server is still there', async () => {
    assert.equal(await stage.stillThere(), true);
    await server.stop();
    assert.equal(await stage.stillThere(), false);
    assert.deepEqual(steps(), [
      'client: opens another WebSocket',
      'server: takes it',
      'client: opens another WebSocket',
      'server: does not take it',
    ]);
  });

  it('lets go of every conversation, and of later ones', async () => {
    const conversation = await stage.join();
    const waiting = conversation.untilClose();
    stage.clear();
    assert.equal(await waiting, undefined);
    assert.equal(await stage.stillThere(), false);
  });
});
