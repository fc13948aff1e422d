import assert from 'node:assert/strict';
import { PlayEnds } from '../../../src/conformance/outcome';
import { findFacts, nothingKnown, type ServerFacts } from '../../../src/conformance/serverFacts';
import { Stage } from '../../../src/conformance/stage';
import { findTarget } from '../../../src/conformance/target';
import { noSecrets, Transcript } from '../../../src/conformance/transcript';
import { httpAnswer, startBadServer } from '../../support/peers/badServer';
import { startStrictServer } from '../../support/peers/strictServer';
import { WebSocketServer, type WebSocket } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

async function factsOf(url: string): Promise<ServerFacts> {
  const stage = new Stage({
    target: await findTarget(url),
    transcript: new Transcript(noSecrets),
    answerLimitMs: 300,
    facts: nothingKnown,
  });
  try {
    return await findFacts(stage);
  } finally {
    stage.clear();
  }
}

async function factsOfWs(
  onMessage: (server: WebSocketServer, socket: WebSocket, data: Buffer, binary: boolean) => void,
): Promise<ServerFacts> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('headers', (headers) => headers.push('Server: ws, \u001bof course'));
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, binary) => onMessage(server, socket, data, binary));
  });
  await once(server, 'listening');
  try {
    return await factsOf(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}

describe('serverFacts', () => {
  it('finds out that a server does everything', async () => {
    const server = await startStrictServer();
    const agreement = {
      serverNoContextTakeover: false,
      clientNoContextTakeover: false,
      serverWindowBits: 15,
      clientWindowBits: 15,
    };
    assert.deepEqual(await factsOf(server.url), {
      pongs: true,
      echoesText: true,
      echoesBinary: true,
      deflate: agreement,
      software: '',
    });
    await server.stop();
  });

  it('finds out that a server does not answer pings', async () => {
    const server = await startStrictServer(['no-pong']);
    assert.equal((await factsOf(server.url)).pongs, false);
    await server.stop();
  });

  it('takes silence for no echo, and reads what the server is', async () => {
    const facts = await factsOfWs(() => undefined);
    assert.deepEqual(facts, { ...nothingKnown, pongs: true, software: 'ws, �of course' });
  });

  it('takes an echo of another kind for none', async () => {
    const facts = await factsOfWs((_, socket, data) => socket.send(data, { binary: false }));
    assert.equal(facts.echoesText, true);
    assert.equal(facts.echoesBinary, false);
  });

  it('takes a broadcast for no echo', async () => {
    const facts = await factsOfWs((server, _, data, binary) => {
      for (const client of server.clients) client.send(data, { binary });
    });
    assert.equal(facts.echoesText, false);
    assert.equal(facts.echoesBinary, false);
  });

  it('ends where no WebSocket opens', async () => {
    const server = await startBadServer((socket) => socket.end(httpAnswer('404 Not Found', '')));
    await assert.rejects(
      factsOf(server.url),
      (error) => error instanceof PlayEnds && /answered "404 Not Found"/.test(error.message),
    );
    await server.stop();
  });
});
