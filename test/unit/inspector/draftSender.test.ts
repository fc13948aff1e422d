import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { DraftSender } from '../../../src/inspector/draftSender';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { longestPreview, type FramePreview } from '../../../src/protocol/framePreview';
import type { RepeatState } from '../../../src/protocol/repeat';
import { RequestError } from '../../../src/protocol/requestError';
import type { Connection } from '../../../src/session/connection';
import { TestConnection } from '../session/support/testConnection';

const text: FrameDraft = { kind: 'text', text: 'hello' };
const illegal: FrameDraft = {
  kind: 'frame',
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 3,
  masked: true,
  encoding: 'text',
  text: 'hello',
};

/** The same connection, to whom the other end seems to be somewhere else. */
function elsewhere(connection: Connection, address: string): Connection {
  const remote = { address, port: 80, family: 'IPv4' };
  return Object.create(connection, { remote: { value: remote } }) as Connection;
}

function rejectsWith(code: string, says = /./): (error: unknown) => boolean {
  return (error) =>
    error instanceof RequestError && error.code === code && says.test(error.message);
}

function codesOf({ findings }: FramePreview): string[] {
  return findings.map(({ code }) => code);
}

describe('DraftSender', () => {
  let server: WebSocketServer;
  let peer: WebSocket;
  let test: TestConnection;
  let connection: Connection | undefined;
  let sender: DraftSender;
  const news = new EventEmitter();

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    test = new TestConnection(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await test.open();
    [peer] = (await accepted) as [WebSocket];
    peer.on('error', () => {});
    connection = test.connection;
    sender = new DraftSender({
      connection: () => connection,
      onChange: () => news.emit('change'),
    });
  });
  afterEach(() => {
    sender.stopRepeat('The test is over.');
    test.connection.terminate();
    peer.terminate();
    server.close();
  });

  /** The bytes that the last frame sent was. */
  function lastSent(): Buffer {
    const row = test.frameRows().findLast((at) => test.capture.frame(at)?.direction === 'out')!;
    return Buffer.from(test.capture.bytes(row, 'frame', 0, 1e6).bytes);
  }

  async function repeatUntil(wanted: (state: RepeatState) => boolean): Promise<RepeatState> {
    for (;;) {
      const { repeat } = sender;
      if (repeat && wanted(repeat)) return repeat;
      await once(news, 'change');
    }
  }

  describe('preview', () => {
    it('shows the bytes that are sent then', async () => {
      const preview = await sender.preview(text);
      const heard = once(peer, 'message');
      await sender.sendPreviewed(preview.preview, false);
      assert.equal(String((await heard)[0]), 'hello');
      assert.deepEqual(lastSent(), Buffer.from(preview.bytes));
      assert.equal(preview.size, preview.bytes.byteLength);
      assert.deepEqual([preview.frameCount, preview.findings, preview.notes], [1, [], []]);
      const [frame] = preview.frames;
      assert.deepEqual(
        [frame?.opcode, frame?.rsv1, frame?.masked, frame?.offset],
        [1, true, true, 0],
      );
    });

    it('names what is broken, with its section', async () => {
      const preview = await sender.preview(illegal);
      assert.deepEqual(codesOf(preview), ['reserved-opcode']);
      assert.equal(preview.findings[0]?.section, 'RFC 6455 §5.2');
      assert.equal(preview.needsConfirmation, false, 'it goes to this machine');
      const chosen = await sender.preview({ ...illegal, opcode: 1, maskingKey: '00000000' });
      assert.deepEqual(codesOf(chosen), ['chosen-masking-key']);
    });

    it('goes by what was sent before', async () => {
      await sender.send({ ...illegal, opcode: 1, fin: false }, false);
      assert.deepEqual(codesOf(await sender.preview(text)), ['data-frame-inside-message']);
      await sender.send({ ...illegal, opcode: 0, declaredLength: 10 }, false);
      const inside = await sender.preview(text);
      assert.ok(codesOf(inside).includes('continues-frame'));
      assert.ok((inside.frames[0]?.offset ?? 0) < 0);
    });

    it('is cut to be shown, and counts everything', async () => {
      const bytes = new Uint8Array(longestPreview * 2);
      const draft: FrameDraft = { kind: 'raw', encoding: 'bytes', bytes };
      const preview = await sender.preview(draft);
      assert.equal(preview.bytes.byteLength, longestPreview);
      assert.equal(preview.size, bytes.length);
      assert.equal(preview.frameCount, bytes.length / 2);
      assert.equal(preview.frames.length, 200);
    });

    it('is stale when there is a newer one, or when what it refers to has changed', async () => {
      const first = await sender.preview(text);
      const second = await sender.preview(text);
      await assert.rejects(
        sender.sendPreviewed(first.preview, false),
        rejectsWith('preview-stale'),
      );
      await sender.send(text, false);
      await assert.rejects(
        sender.sendPreviewed(second.preview, false),
        rejectsWith('preview-stale', /Look at them again/),
      );
    });

    it('is sent once, however soon it is asked for again', async () => {
      const draft: FrameDraft = { ...text, text: '{{uuid}}', templates: true, compress: false };
      const { preview } = await sender.preview(draft);
      const first = sender.sendPreviewed(preview, false);
      await assert.rejects(sender.sendPreviewed(preview, false), rejectsWith('preview-stale'));
      await first;
      assert.equal(test.facts.traffic.out.frames, 1);
    });

    it('has values for templates, and says so', async () => {
      const draft: FrameDraft = { ...text, text: '{{counter}}', templates: true, compress: false };
      const preview = await sender.preview(draft);
      assert.match(preview.notes[0] ?? '', /Templates have values/);
      const first = once(peer, 'message');
      await sender.sendPreviewed(preview.preview, false);
      assert.equal(String((await first)[0]), '1');
      const second = once(peer, 'message');
      await sender.send(draft, false);
      assert.equal(String((await second)[0]), '2');
    });

    it('is there before there is a connection', async () => {
      connection = undefined;
      const preview = await sender.preview({ ...text, compress: true });
      assert.match(preview.notes[0] ?? '', /not open/);
      assert.equal(preview.frames[0]?.rsv1, false);
      await assert.rejects(sender.sendPreviewed(preview.preview, false), rejectsWith('not-open'));
      connection = test.connection;
      await sender.sendPreviewed(preview.preview, false);
      assert.deepEqual(lastSent(), Buffer.from(preview.bytes));
    });

    it('refuses a draft with a mistake', async () => {
      const wrong: FrameDraft = { kind: 'binary', encoding: 'hex', text: 'x' };
      await assert.rejects(sender.preview(wrong), rejectsWith('bad-draft', /no hex digit/));
    });
  });

  describe('to an address that is not of this machine', () => {
    beforeEach(() => {
      connection = elsewhere(test.connection, '192.0.2.7');
    });

    it('sends what keeps the rules', async () => {
      const heard = once(peer, 'message');
      assert.equal((await sender.preview(text)).needsConfirmation, false);
      await sender.send(text, false);
      await heard;
    });

    it('asks before it breaks a rule', async () => {
      const preview = await sender.preview(illegal);
      assert.equal(preview.needsConfirmation, true);
      const asks = rejectsWith('needs-confirmation', /192\.0\.2\.7.*RFC 6455 §5\.2.*Confirm/);
      const order = { everyMs: 1, times: 2, jitterMs: 0 };
      await assert.rejects(sender.send(illegal, false), asks);
      await assert.rejects(sender.sendPreviewed(preview.preview, false), asks);
      await assert.rejects(sender.startRepeat(illegal, order, false), asks);
      assert.equal(sender.repeat, undefined);
      assert.equal(test.facts.traffic.out.frames, 0);
      await sender.sendPreviewed(preview.preview, true);
      assert.deepEqual(lastSent(), Buffer.from(preview.bytes));
    });

    it('asks before what breaks a rule only because of what was sent before', async () => {
      await sender.send({ ...illegal, opcode: 1, fin: false }, true);
      await assert.rejects(sender.send(text, false), rejectsWith('needs-confirmation', /§5\.4/));
    });
  });

  describe('repetition', () => {
    it('sends each with new values, and is told', async () => {
      const heard: string[] = [];
      peer.on('message', (data: Buffer) => heard.push(data.toString()));
      const draft: FrameDraft = { ...text, text: '{{counter}} {{uuid}}', templates: true };
      await sender.startRepeat(draft, { everyMs: 1, times: 3, jitterMs: 0 }, false);
      const { sent, state } = await repeatUntil((one) => one.state !== 'running');
      assert.deepEqual([sent, state], [3, 'done']);
      while (heard.length < 3) await once(peer, 'message');
      assert.deepEqual(
        heard.map((one) => one.split(' ')[0]),
        ['1', '2', '3'],
      );
      assert.equal(new Set(heard.map((one) => one.split(' ')[1])).size, 3);
    });

    it('is one at a time, and can be stopped', async () => {
      const order = { everyMs: 1, times: undefined, jitterMs: 0 };
      await sender.startRepeat(text, order, false);
      await assert.rejects(
        sender.startRepeat(text, order, false),
        rejectsWith('already-repeating'),
      );
      await repeatUntil(({ sent }) => sent >= 2);
      sender.stopRepeat('It was stopped.');
      assert.deepEqual([sender.repeat?.state, sender.repeat?.why], ['stopped', 'It was stopped.']);
      await sender.startRepeat(text, order, false);
    });

    it('ends with its connection', async () => {
      await sender.startRepeat(text, { everyMs: 1, times: undefined, jitterMs: 0 }, false);
      await repeatUntil(({ sent }) => sent >= 2);
      const closed = test.until(() => {
        // An inspector says so after every change.
        sender.connectionChanged();
        return test.facts.state === 'closed';
      });
      peer.close();
      await closed;
      assert.equal(sender.repeat?.state, 'stopped');
      assert.match(sender.repeat?.why ?? '', /not open any more/);
    });

    it('refuses a draft with a mistake before it begins', async () => {
      const order = { everyMs: 1, times: 1, jitterMs: 0 };
      const wrong: FrameDraft = { kind: 'json', text: '{' };
      await assert.rejects(sender.startRepeat(wrong, order, false), rejectsWith('bad-draft'));
      assert.equal(sender.repeat, undefined);
    });
  });

  it('sends laboratory frames while the closing handshake goes on, and nothing else', async () => {
    // The peer answers the close frame only when it is read.
    peer.pause();
    test.connection.close(1000, '');
    await test.until(() => test.facts.traffic.out.frames === 1);
    await assert.rejects(sender.send(text, false), rejectsWith('not-open'));
    await sender.send(illegal, false);
    assert.equal(test.facts.traffic.out.frames, 2);
    assert.deepEqual(codesOf(await sender.preview({ ...illegal, opcode: 2 })), [
      'data-after-close',
    ]);
    peer.resume();
    await test.closed();
    await assert.rejects(sender.send(illegal, false), rejectsWith('not-open'));
  });
});
