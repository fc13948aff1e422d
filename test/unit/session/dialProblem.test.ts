import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { dialProblem } from '../../../src/session/dialProblem';
import { acceptance, onRequest, startRawServer } from './support/rawServer';
import { TestConnection } from './support/testConnection';

/** What a connection says about a server that answers like this. */
async function problemOfAnswer(
  answer: string | Buffer | ((head: string) => string),
  subprotocols: readonly string[] = [],
) {
  const server = await startRawServer(
    onRequest((socket, head) => socket.end(typeof answer === 'function' ? answer(head) : answer)),
  );
  const { problem, state } = await new TestConnection(server.url, { subprotocols }).fail();
  assert.equal(state, 'closed');
  await server.close();
  return problem;
}

/** What is said about an error with this code. */
function problemOfCode(code: string, message = code, url = 'wss://host/') {
  const error = Object.assign(new Error(message), { code });
  return dialProblem({ error, url, received: '', subprotocols: [] });
}

describe('dialProblem', () => {
  it('says that nothing listens there', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const test = new TestConnection(`ws://127.0.0.1:${port}/`);
    const { problem, handshake } = await test.fail();
    assert.equal(problem?.code, 'refused');
    assert.match(problem?.message ?? '', new RegExp(`127.0.0.1:${port} refused`));
    assert.equal(handshake.request, '');
    assert.deepEqual(test.statusTexts().length, 2);
  });

  it('says that a host name is not known', async () => {
    const { problem } = await new TestConnection('ws://no-such-host.invalid/').fail();
    assert.equal(problem?.code, 'unknown-host');
    assert.match(problem?.message ?? '', /no-such-host\.invalid/);
  });

  it('says that an address or a header is wrong before it dials', async () => {
    const address = await new TestConnection('http://host/').fail();
    assert.equal(address.problem?.code, 'bad-address');
    const header = await new TestConnection('ws://host/', { headers: { 'a b': '' } }).fail();
    assert.equal(header.problem?.code, 'bad-handshake-field');
    const subprotocol = await new TestConnection('ws://host/', { subprotocols: ['a b'] }).fail();
    assert.equal(subprotocol.problem?.code, 'bad-handshake-field');
  });

  it('says that the other end closed before it answered', async () => {
    for (const end of ['end', 'resetAndDestroy'] as const) {
      const server = await startRawServer((socket) => socket[end]());
      const { problem } = await new TestConnection(server.url).fail();
      assert.equal(problem?.code, 'handshake-cut');
      await server.close();
    }
  });

  it('says that the opening handshake took too long, and names the setting', async () => {
    const server = await startRawServer();
    const test = new TestConnection(server.url, { handshakeTimeoutMs: 30 });
    const { problem } = await test.fail();
    assert.equal(problem?.code, 'handshake-timeout');
    assert.match(problem?.message ?? '', /0\.03 s.*socketPlayground\.limits\.handshakeTimeout/);
    await server.close();
  });

  it('counts the time of the whole handshake, not the time between bytes', async () => {
    const server = await startRawServer((socket) => {
      const drip = () => {
        if (!socket.destroyed) socket.write('H', () => setTimeout(drip, 5));
      };
      socket.write('HTTP/1.1 101 ', drip);
    });
    const { problem } = await new TestConnection(server.url, { handshakeTimeoutMs: 30 }).fail();
    assert.equal(problem?.code, 'handshake-timeout');
    await server.close();
  });

  it('shows what came instead of HTTP', async () => {
    const problem = await problemOfAnswer('\x00\x01SSH-2.0\r\n');
    assert.equal(problem?.code, 'not-http');
    assert.equal(problem?.detail, String.raw`\x00\x01SSH-2.0` + '\n');
  });

  it('recognizes a TLS alert', async () => {
    const problem = await problemOfAnswer(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]));
    assert.equal(problem?.code, 'tls-expected');
  });

  it('says that the head of the answer is too large', async () => {
    const problem = await problemOfAnswer(`HTTP/1.1 101 X\r\nA: ${'a'.repeat(70_000)}\r\n\r\n`);
    assert.equal(problem?.code, 'bad-handshake');
    assert.match(problem?.message ?? '', /too large/);
  });

  for (const [what, answer, says] of [
    [
      'a wrong Sec-WebSocket-Accept',
      (head: string) => acceptance(head).replace(/(Accept: ).*/, '$1bm90IGl0'),
      /Sec-WebSocket-Accept/,
    ],
    [
      'another protocol',
      (head: string) => acceptance(head).replace('Upgrade: websocket', 'Upgrade: h2c'),
      /not to WebSocket/,
    ],
    [
      'a subprotocol that nobody asked for',
      (head: string) => acceptance(head, ['Sec-WebSocket-Protocol: soap']),
      /none was asked for/,
    ],
    [
      'an extension that nobody offered',
      (head: string) => acceptance(head, ['Sec-WebSocket-Extensions: x-magic']),
      /Sec-WebSocket-Extensions/,
    ],
    [
      'parameters of permessage-deflate that do not exist',
      (head: string) => acceptance(head, ['Sec-WebSocket-Extensions: permessage-deflate; x=1']),
      /Sec-WebSocket-Extensions/,
    ],
  ] as const) {
    it(`says what is wrong with ${what}`, async () => {
      const problem = await problemOfAnswer(answer);
      assert.equal(problem?.code, 'bad-handshake');
      assert.match(problem?.message ?? '', says);
      assert.match(problem?.detail ?? '', /^HTTP\/1\.1 101/);
    });
  }

  it('says which subprotocols were asked for when the answer does not fit', async () => {
    const none = await problemOfAnswer((head) => acceptance(head), ['a', 'b']);
    assert.match(none?.message ?? '', /chose none .*: a, b\./);
    const other = await problemOfAnswer(
      (head) => acceptance(head, ['Sec-WebSocket-Protocol: c']),
      ['a'],
    );
    assert.match(other?.message ?? '', /not asked for .*asked for: a\./);
  });

  it('has a sentence for what is wrong with a certificate', () => {
    for (const [code, says] of [
      ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by itself/],
      ['CERT_HAS_EXPIRED', /has expired/],
      ['CERT_NOT_YET_VALID', /not valid yet/],
      ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host/],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /issuer that is not known/],
    ] as const) {
      const problem = problemOfCode(code);
      assert.equal(problem.code, 'untrusted-certificate');
      assert.match(problem.message, says);
    }
    assert.equal(problemOfCode('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION').code, 'tls-failed');
  });

  it('tells apart why a host cannot be reached', () => {
    for (const [code, expected] of [
      ['EAI_AGAIN', 'unknown-host'],
      ['EHOSTUNREACH', 'unreachable'],
      ['ENETUNREACH', 'unreachable'],
      ['ETIMEDOUT', 'unreachable'],
      ['EPIPE', 'handshake-cut'],
    ]) {
      assert.equal(problemOfCode(code ?? '').code, expected);
    }
  });

  it('takes the first of the errors when all addresses of a host failed', () => {
    const errors = ['::1', '127.0.0.1'].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' }),
    );
    const error = new AggregateError(errors);
    const problem = dialProblem({ error, url: 'ws://host/', received: '', subprotocols: [] });
    assert.equal(problem.code, 'refused');
    assert.equal(problem.detail, 'connect ECONNREFUSED ::1\nconnect ECONNREFUSED 127.0.0.1');
  });

  it('repeats what it does not know', () => {
    const problem = problemOfCode('EODD', 'something odd');
    assert.equal(problem.code, 'failed');
    assert.match(problem.message, /something odd/);
  });
});
