import assert from 'node:assert/strict';
import { longestBodyShown } from '../../../src/session/httpAnswer';
import { onRequest, startRawServer } from './support/rawServer';
import { TestConnection } from './support/testConnection';

/** What a connection says about an HTTP answer; the server closes after it unless told. */
async function problemOf(answer: string, { leaveOpen = false, handshakeTimeoutMs = 5_000 } = {}) {
  const server = await startRawServer(
    onRequest((socket) => {
      socket.write(answer);
      if (!leaveOpen) socket.end();
    }),
  );
  const test = new TestConnection(server.url, { handshakeTimeoutMs, secretNames: ['key'] });
  const { problem, handshake } = await test.fail();
  await server.close();
  assert.equal(problem?.code, 'no-upgrade');
  return { problem, handshake };
}

describe('an HTTP answer that is no upgrade', () => {
  for (const [answer, says, detail] of [
    ['200 OK\r\nContent-Length: 5\r\n\r\nhello', /"200 OK".*does not speak WebSocket/, 'hello'],
    [
      '301 Moved\r\nLocation: /new?key=word\r\nContent-Length: 0\r\n\r\n',
      /points to \/new\?key=\*{4}\./,
      undefined,
    ],
    ['302 Found\r\nContent-Length: 0\r\n\r\n', /names none/, undefined],
    ['401 Unauthorized\r\nContent-Length: 3\r\n\r\nwho', /"401 Unauthorized".*who you are/, 'who'],
    ['403 Forbidden\r\nContent-Length: 0\r\n\r\n', /refuses/, undefined],
    ['404 Not Found\r\nContent-Length: 0\r\n\r\n', /nothing at this path/, undefined],
    ['426 Upgrade Required\r\nContent-Length: 0\r\n\r\n', /another protocol/, undefined],
    ['500 Oh\r\nContent-Length: 4\r\n\r\noops', /"500 Oh".*its side/, 'oops'],
  ] as const) {
    it(`is told apart: ${answer.split('\r\n')[0]}`, async () => {
      const { problem, handshake } = await problemOf(`HTTP/1.1 ${answer}`);
      assert.match(problem?.message ?? '', says);
      assert.equal(problem?.detail, detail);
      assert.ok(handshake.response.startsWith('HTTP/1.1 '));
    });
  }

  it('is shown up to a limit, however long it is', async () => {
    const { problem } = await problemOf(`HTTP/1.1 500 Oh\r\n\r\n${'x'.repeat(1_000_000)}`);
    assert.match(problem?.detail ?? '', new RegExp(`^x{${longestBodyShown}}\n… \\(only the first`));
  });

  it('is shown as far as it came when it breaks off or never ends', async () => {
    const answer = 'HTTP/1.1 500 Oh\r\nContent-Length: 50\r\n\r\nbegin';
    assert.equal((await problemOf(answer)).problem?.detail, 'begin');
    const endless = await problemOf(answer, { leaveOpen: true, handshakeTimeoutMs: 50 });
    assert.equal(endless.problem?.detail, 'begin');
  });

  it('repeats no secret that this end sent, wherever it stands', async () => {
    const basic = Buffer.from('alice:wonder').toString('base64');
    const server = await startRawServer(
      onRequest((socket, head) =>
        socket.end(
          `HTTP/1.1 302 No Basic ${basic}\r\nLocation: /for/alice\r\nX-Echo: key-value\r\n\r\n` +
            `${head}\nalice said wonder`,
        ),
      ),
    );
    const test = new TestConnection(
      server.url.replace('//', '//alice:wonder@') + '?key=key-value',
      {
        headers: { Cookie: 'sid=opaque' },
        secretNames: ['key'],
      },
    );
    const facts = await test.fail();
    await server.close();
    const rows = Array.from({ length: test.capture.total }, (_, row) => test.capture.status(row));
    const shown = JSON.stringify([facts, rows]);
    for (const secret of [basic, 'alice', 'wonder', 'opaque', 'key-value']) {
      assert.ok(!shown.includes(secret), secret);
    }
    assert.match(facts.problem?.detail ?? '', /\*{5} said \*{6}$/);
    assert.match(
      facts.problem?.message ?? '',
      /"302 No (\*+|Basic \*+)" .*points to \/for\/\*{5}\./,
    );
  });
});
