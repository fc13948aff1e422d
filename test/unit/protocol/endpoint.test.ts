import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import {
  Endpoint,
  type Guards,
  type Handlers,
  type RequestContext,
} from '../../../src/protocol/endpoint';
import type { Port } from '../../../src/protocol/port';
import { RequestError } from '../../../src/protocol/requestError';

interface Methods {
  double: { params: number; result: number };
  buffer: { params: { bytes: number }; result: { bytes: ArrayBuffer; total: number } };
  fail: { params: string; result: null };
  wait: { params: null; result: null };
}

interface Notices {
  told: string;
}

interface Client {
  answers: object;
  hears: Notices;
  asks: Methods;
  tells: Notices;
}

interface Server {
  answers: Methods;
  hears: Notices;
  asks: object;
  tells: Notices;
}

function portOf(port: MessagePort | Worker): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.once('threadId' in port ? 'exit' : 'close', listener),
  };
}

/** Both sides over a real channel, what they heard, and the requests that wait for ever. */
class Pair {
  readonly channel = new MessageChannel();
  readonly heard: string[] = [];
  readonly waiting: RequestContext[] = [];
  /** Every message that arrived at the client. */
  readonly replies: unknown[] = [];
  readonly server: Endpoint<Server>;
  readonly client: Endpoint<Client>;
  private onWaiting: (() => void) | undefined;

  constructor(guards?: Guards<Methods>) {
    this.server = new Endpoint<Server>({
      port: portOf(this.channel.port1),
      handlers: this.handlers,
      notices: { told: (text) => this.heard.push(text) },
      ...(guards && { guards }),
    });
    this.client = new Endpoint<Client>({
      port: portOf(this.channel.port2),
      handlers: {},
      notices: { told: (text) => this.heard.push(text) },
    });
    this.channel.port2.on('message', (message) => this.replies.push(message));
  }

  private readonly handlers: Handlers<Methods> = {
    double: (params) => params * 2,
    buffer: ({ bytes }) => ({ bytes: new ArrayBuffer(bytes), total: bytes }),
    fail: async (code) => {
      await Promise.resolve();
      throw code === '' ? new TypeError('broken') : new RequestError(code, 'It did not work.');
    },
    wait: (_params, context) => {
      this.waiting.push(context);
      this.onWaiting?.();
      return new Promise<null>((resolve) => {
        context.signal.addEventListener('abort', () => resolve(null));
      });
    },
  };

  /** Resolves when a request waits in its handler. */
  async inHandler(): Promise<RequestContext> {
    while (!this.waiting[0]) await new Promise<void>((resolve) => (this.onWaiting = resolve));
    return this.waiting[0];
  }

  /** Resolves when the server has seen everything that the client posted before. */
  async settled(): Promise<void> {
    assert.equal(await this.client.request('double', 21), 42);
  }

  end(): void {
    this.server.close();
    this.client.close();
    this.channel.port1.close();
    this.channel.port2.close();
  }
}

function rejectsWith(code: string, message?: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof RequestError, String(error));
    assert.equal(error.code, code);
    if (message) assert.match(error.message, message);
    return true;
  };
}

function isAnything(params: unknown): params is never {
  return params !== undefined;
}

describe('Endpoint', () => {
  let pair: Pair;
  beforeEach(() => (pair = new Pair()));
  afterEach(() => pair.end());

  it('replies to each request, many at once', async () => {
    const asked = Array.from({ length: 100 }, (_, index) => pair.client.request('double', index));
    const replies = await Promise.all(asked);
    assert.deepEqual(
      replies,
      replies.map((_, index) => index * 2),
    );
  });

  it('hands over the code and the sentence of a failure', async () => {
    await assert.rejects(
      pair.client.request('fail', 'no-row'),
      rejectsWith('no-row', /did not work/),
    );
    await assert.rejects(pair.client.request('fail', ''), rejectsWith('failed', /broken/));
  });

  it('gives up after the time limit and tells the other side', async () => {
    const asked = pair.client.request('wait', null, { timeLimitMs: 5 });
    await assert.rejects(asked, rejectsWith('time-limit', /"wait" .* 5 ms/));
    const { signal } = await pair.inHandler();
    await pair.settled();
    assert.ok(signal.aborted);
  });

  it('gives up when asked to and tells the other side', async () => {
    const controller = new AbortController();
    const asked = pair.client.request('wait', null, { signal: controller.signal });
    const { signal } = await pair.inHandler();
    assert.ok(!signal.aborted);
    controller.abort();
    await assert.rejects(asked, rejectsWith('cancelled'));
    await pair.settled();
    assert.ok(signal.aborted);
    assert.equal(pair.replies.length, 1, 'the cancelled request got no reply');
  });

  it('asks nothing that was cancelled before', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(pair.client.request('wait', null, { signal }), rejectsWith('cancelled'));
    await pair.settled();
    assert.equal(pair.waiting.length, 0);
  });

  it('does not care for a signal after the reply', async () => {
    const controller = new AbortController();
    assert.equal(await pair.client.request('double', 1, { signal: controller.signal }), 2);
    controller.abort();
    await pair.settled();
  });

  it('rejects what is pending when the port closes, and aborts what runs', async () => {
    const asked = pair.client.request('wait', null, { timeLimitMs: Infinity });
    const { signal } = await pair.inHandler();
    const refused = assert.rejects(asked, rejectsWith('port-closed'));
    pair.channel.port1.close();
    await refused;
    await assert.rejects(pair.client.request('double', 1), rejectsWith('port-closed'));
    if (!signal.aborted) await once(signal, 'abort');
    pair.client.notify('told', 'nobody');
  });

  it('carries notices both ways', async () => {
    pair.client.notify('told', 'to the server');
    await pair.settled();
    pair.server.notify('told', 'to the client');
    await pair.settled();
    assert.deepEqual(pair.heard, ['to the server', 'to the client']);
  });

  it('answers no method that its handlers do not have of their own', async () => {
    for (const name of ['gone', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      await assert.rejects(
        // Another build, or a stranger, may ask for anything.
        pair.client.request(name as 'double', 1),
        rejectsWith('unknown-method', new RegExp(`"${name}"`)),
      );
      pair.client.notify(name as 'told', 'x');
    }
    await pair.settled();
    assert.deepEqual(pair.heard, []);
  });

  it('checks parameters with its guards', async () => {
    const guarded = new Pair({
      double: (params): params is number => typeof params === 'number',
      buffer: isAnything,
      fail: isAnything,
      wait: isAnything,
    });
    assert.equal(await guarded.client.request('double', 4), 8);
    await assert.rejects(
      guarded.client.request('double', '4' as unknown as number),
      rejectsWith('bad-params', /"double"/),
    );
    guarded.end();
  });

  it('passes over what is no message of its own', async () => {
    const { port2 } = pair.channel;
    const strangers = [
      null,
      'text',
      7,
      [],
      {},
      { type: 'request' },
      { type: 'request', id: 1 },
      { type: 'request', id: '1', name: 'double' },
      { type: 'notice', name: 7 },
      { type: 'cancel', id: 999 },
      { type: 'reply', id: 999, ok: true, value: 1 },
      { type: 'reply', id: 999 },
      { type: 'reply', id: 999, ok: false, code: 1 },
    ];
    for (const stranger of strangers) port2.postMessage(stranger);
    await pair.settled();
    assert.equal(pair.replies.length, 1);
  });

  it('moves the buffers of a result instead of copying them', async () => {
    const moved: ArrayBuffer[] = [];
    const channel = new MessageChannel();
    const port = portOf(channel.port1);
    const kept = new ArrayBuffer(1 << 20);
    const server = new Endpoint<Server>({
      port: {
        ...port,
        post: (message, transfer) => {
          moved.push(...(transfer ?? []));
          port.post(message, transfer);
        },
      },
      handlers: {
        double: (params) => params,
        buffer: () => ({ bytes: kept, total: kept.byteLength }),
        fail: () => null,
        wait: () => null,
      },
      notices: { told: () => undefined },
    });
    const client = new Endpoint<Client>({
      port: portOf(channel.port2),
      handlers: {},
      notices: { told: () => undefined },
    });
    const { bytes, total } = await client.request('buffer', { bytes: 0 });
    assert.equal(bytes.byteLength, 1 << 20);
    assert.equal(total, 1 << 20);
    assert.deepEqual(moved, [kept]);
    assert.equal(kept.byteLength, 0, 'the buffer is detached here');
    server.close();
    client.close();
    channel.port1.close();
  });

  it('turns what cannot be cloned into a failure on either side', async () => {
    const functionAsNumber = (() => 1) as unknown as number;
    await assert.rejects(pair.client.request('double', functionAsNumber), rejectsWith('failed'));
    const channel = new MessageChannel();
    const server = new Endpoint<Server>({
      port: portOf(channel.port1),
      handlers: {
        double: () => functionAsNumber,
        buffer: () => ({ bytes: new ArrayBuffer(0), total: 0 }),
        fail: () => null,
        wait: () => null,
      },
      notices: { told: () => undefined },
    });
    const client = new Endpoint<Client>({
      port: portOf(channel.port2),
      handlers: {},
      notices: { told: () => undefined },
    });
    await assert.rejects(client.request('double', 1), rejectsWith('failed'));
    server.close();
    client.close();
    channel.port1.close();
  });

  it('works over a real worker thread, and rejects when the thread ends', async () => {
    const worker = new Worker(path.join(__dirname, 'endpointWorker.entry.js'));
    const client = new Endpoint<Client>({
      port: portOf(worker),
      handlers: {},
      notices: { told: () => undefined },
    });
    const { bytes } = await client.request('buffer', { bytes: 1 << 20 });
    assert.equal(bytes.byteLength, 1 << 20);
    assert.equal(await client.request('double', 3), 6);
    const refused = assert.rejects(client.request('wait', null), rejectsWith('port-closed'));
    await worker.terminate();
    await refused;
  });
});
