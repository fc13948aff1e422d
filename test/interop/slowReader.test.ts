import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { mostUnprinted } from '../../src/cli/follower';
import { makeCertificate, type TemporaryCertificate } from '../support/certificates';

/** Two of these characters are inflated from one byte. */
const text = randomBytes(16_384).toString('hex');
/** Together more than may wait to be printed, by far. */
const messages = Math.ceil((2 * mostUnprinted) / text.length);
/** Milliseconds in which a socket that is read at all moves on. */
const stillMs = 250;

/** Resolves when the other end has not taken anything for a while. */
async function untilStuck(peer: WebSocket): Promise<void> {
  for (let before = -1; peer.bufferedAmount !== before;) {
    before = peer.bufferedAmount;
    await pause(stillMs);
  }
}

describe('a slow reader of the command line', function () {
  this.timeout(60_000);
  let certificate: TemporaryCertificate;

  before(async () => {
    certificate = await makeCertificate();
  });
  after(() => certificate.remove());

  for (const scheme of ['ws', 'wss'] as const) {
    it(`slows the other end down over ${scheme}, and gets every compressed message`, async () => {
      const server =
        scheme === 'ws'
          ? http.createServer()
          : https.createServer({
              cert: readFileSync(certificate.certificate),
              key: readFileSync(certificate.key),
            });
      const webSockets = new WebSocketServer({
        server,
        perMessageDeflate: { threshold: 0, zlibDeflateOptions: { level: 1 } },
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const words = ['connect', url, '--insecure', '--count', String(messages), '--ndjson'];
      const child = spawn(process.execPath, ['dist/cli.js', ...words]);
      try {
        const [peer] = (await once(webSockets, 'connection')) as [WebSocket];
        for (let sent = 0; sent < messages; sent++) peer.send(`${sent} ${text}`);
        await untilStuck(peer);
        assert.ok(peer.bufferedAmount > 0, 'the other end was slowed down');
        let received = 0;
        for await (const line of createInterface(child.stdout)) {
          if (!line.includes('"message":')) continue;
          const { message } = JSON.parse(line) as { message: { text?: string } };
          assert.equal(message.text, `${received} ${text}`);
          received++;
        }
        assert.equal(received, messages);
      } finally {
        child.kill('SIGKILL');
        webSockets.close();
        server.close();
      }
    });
  }
});
