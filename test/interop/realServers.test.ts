import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import type { FrameDraft } from '../../src/protocol/frameDraft';
import { makeCertificate, type TemporaryCertificate } from '../support/certificates';
import { startPeer, type Peer, type PeerKind, type PeerOptions } from '../support/peers/peer';
import { startRecorder, type Recorder } from '../support/recorder';
import { readRecording, readTexts, type ReferenceFrame } from '../support/referenceFrames';
import { Inspection, type DialledConnection, type ListedFrame } from './inspection';

/** A message must be listed at most so long after the server pushed it. */
const pushLimitMs = 1000;

interface Tick {
  readonly tick: number;
  /** Milliseconds since the Unix epoch, by the server's clock, which is this machine's. */
  readonly sentAt: number;
}

describe('inspector and servers of others', function () {
  this.timeout(30_000);
  let certificate: TemporaryCertificate;
  let peer: Peer | undefined;
  let recorder: Recorder | undefined;
  let inspection: Inspection;

  before(async () => {
    certificate = await makeCertificate();
  });
  after(() => certificate.remove());
  afterEach(async () => {
    await inspection.dispose();
    await recorder?.stop();
    await peer?.stop();
    peer = recorder = undefined;
  });

  /** Where each server pushes without being asked. */
  const pushing: Record<PeerKind, string> = {
    'python-websockets': '/broadcast',
    websocketd: '/',
    'ws-deflate': '/ticks',
    'ws-tls': '/ticks',
  };

  const inspectors = {
    'in-process': () => Inspection.inProcess(),
    worker: () => Inspection.inWorker(),
  };
  const direct = [
    ...(['python-websockets', 'websocketd', 'ws-deflate', 'ws-tls'] as const).map((kind) => ({
      kind,
      where: 'in-process' as const,
    })),
    { kind: 'ws-deflate', where: 'worker' } as const,
  ];

  for (const { kind, where } of direct) {
    it(`${where} inspector shows both ends and the pushes of ${kind} within a second`, async () => {
      peer = await startPeer(kind, { certificate });
      inspection = inspectors[where]();
      const connection = await inspection.dial(peer.url + pushing[kind]);
      await assertBothEnds(connection, peer);
      await assertPromptPushes(connection, kind === 'python-websockets' ? peer : undefined);
      const closed = await connection.close(1000, '');
      assert.equal(closed.problem, undefined);
    });
  }

  const exchanges: { title: string; kind: PeerKind; options: PeerOptions }[] = [
    { title: 'python-websockets', kind: 'python-websockets', options: {} },
    {
      title: 'python-websockets, deflate with context takeover',
      kind: 'python-websockets',
      options: { deflate: true, contextTakeover: true },
    },
    {
      title: 'python-websockets, deflate without context takeover',
      kind: 'python-websockets',
      options: { deflate: true, contextTakeover: false },
    },
    { title: 'ws over TLS', kind: 'ws-tls', options: {} },
    {
      title: 'ws, deflate with context takeover',
      kind: 'ws-deflate',
      options: { contextTakeover: true },
    },
    {
      title: 'ws, deflate without context takeover',
      kind: 'ws-deflate',
      options: { contextTakeover: false },
    },
  ];

  for (const { title, kind, options } of exchanges) {
    it(`lists every frame exchanged with ${title} as it crossed the wire`, async () => {
      peer = await startPeer(kind, { certificate, ...options });
      recorder = await startRecorder(peer.port, kind === 'ws-tls' ? certificate : undefined);
      inspection = Inspection.inProcess();
      const connection = await inspection.dial(recorder.url);
      const open = await connection.untilState('open');
      const compresses = kind !== 'python-websockets' || (options.deflate ?? false);
      assert.equal(open.extensions.includes('permessage-deflate'), compresses);
      assert.equal(
        open.extensions.includes('no_context_takeover'),
        !(options.contextTakeover ?? true),
      );
      await exchange(connection);
      await connection.close(4001, 'enough');
      await assertAsRecorded(connection, recorder, options);
      assert.deepEqual(await connection.texts('out'), [...repeated(texts), ...commands, lastText]);
      const fragments = ['0', '1', '2', '3'].map((digit) => digit.repeat(300)).join('');
      assert.deepEqual(
        (await connection.texts('in')).toSorted(byLengthAndText),
        [...repeated(texts), fragments, lastText].toSorted(byLengthAndText),
      );
      const fragmented = (await connection.frames()).filter(({ fields }) => fields.opcode === 0);
      assert.ok(fragmented.length >= 3, 'continuation frames are listed');
    });
  }

  it('lists every frame of websocketd as it crossed the wire', async () => {
    peer = await startPeer('websocketd');
    recorder = await startRecorder(peer.port);
    inspection = Inspection.inProcess();
    const connection = await inspection.dial(recorder.url);
    await connection.until('three messages', ({ traffic }) => traffic.in.frames >= 3);
    await connection.close(1000, 'enough');
    await assertAsRecorded(connection, recorder);
    const [, ...ticks] = (await connection.texts('in')).map((text) => JSON.parse(text) as Tick);
    ticks.forEach(({ tick }, index) => assert.equal(tick, index + 1));
  });

  for (const kind of ['python-websockets', 'ws-deflate'] as const) {
    it(`lists the closing handshake that ${kind} starts`, async () => {
      peer = await startPeer(kind);
      recorder = await startRecorder(peer.port);
      inspection = Inspection.inProcess();
      const connection = await inspection.dial(recorder.url);
      await connection.untilState('open');
      await connection.send({ kind: 'text', text: '!close 4002 bye' });
      const closed = await connection.untilState('closed');
      assert.deepEqual(closed.close, { code: 4002, reason: 'bye' });
      assert.equal(closed.problem, undefined);
      await assertAsRecorded(connection, recorder);
    });
  }
});

/** Payload lengths around the borders of the three forms of the length (RFC 6455 §5.2). */
const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];
/** How often everything is exchanged; more under `npm run test:long`. */
const rounds = process.env['TEST_LONG'] ? 20 : 1;
const texts = sizes.map((size) => 'grüße '.repeat(size).slice(0, size));
const commands = ['!ping', '!fragments 4 300'];
const lastText = 'the last message';

function repeated<T>(items: readonly T[]): T[] {
  return Array.from({ length: rounds }, () => items).flat();
}

/** Sends every kind of frame in every size and waits for the echo of the last one. */
async function exchange(connection: DialledConnection): Promise<void> {
  const drafts: FrameDraft[] = [
    ...repeated(texts).map((text): FrameDraft => ({ kind: 'text', text })),
    ...repeated(sizes).map((size): FrameDraft => ({
      kind: 'binary',
      encoding: 'base64',
      text: randomBytes(size).toString('base64'),
    })),
    { kind: 'ping', text: 'ping of the client' },
    { kind: 'pong', text: 'pong that nobody asked for' },
    ...commands.map((text): FrameDraft => ({ kind: 'text', text })),
    { kind: 'text', text: lastText },
  ];
  for (const draft of drafts) await connection.send(draft);
  await connection.untilRow(
    'the echo of the last message and its pong',
    ({ direction, preview }) => direction === 'in' && preview.includes(lastText),
  );
  // The answer to the server's ping may still be on its way when the last echo has come.
  await connection.untilRow(
    'the pong to the server’s ping',
    ({ direction, opcode, preview }) =>
      direction === 'out' && opcode === 10 && preview.includes('from'),
  );
}

async function assertBothEnds(connection: DialledConnection, peer: Peer): Promise<void> {
  const snapshot = await connection.until(
    'the process of the other end',
    ({ state, otherEnd }) => state === 'open' && otherEnd.process !== undefined,
  );
  const { address, port } = await peer.seenPeer(0);
  assert.deepEqual(snapshot.thisEnd.socket, { address, port, family: 'IPv4' });
  assert.deepEqual(snapshot.otherEnd.socket, {
    address: '127.0.0.1',
    port: peer.port,
    family: 'IPv4',
  });
  assert.equal(snapshot.thisEnd.process?.pid, process.pid);
  assert.equal(snapshot.otherEnd.process?.pid, peer.pid);
  assert.equal(snapshot.tls === undefined, peer.url.startsWith('ws:'));
}

/**
 * Follows three pushes. With `broadcaster` the server pushes what another client, a bare `ws`, says;
 * otherwise it pushes by itself.
 */
async function assertPromptPushes(
  connection: DialledConnection,
  broadcaster: Peer | undefined,
): Promise<void> {
  const speaker = broadcaster && new WebSocket(`${broadcaster.url}/broadcast`);
  if (speaker) await once(speaker, 'open');
  const ticks = async () =>
    (await connection.texts('in')).map((text) => JSON.parse(text) as Tick).filter(isTick);
  for (let count = 1; count <= 3; count++) {
    speaker?.send(JSON.stringify({ tick: count, sentAt: Date.now() }));
    let listed: Tick[] = [];
    await connection.until(`push ${count}`, async () => {
      listed = await ticks();
      return listed.length >= count;
    });
    assert.equal(listed[count - 1]?.tick, count);
    // Only the newest can be on time: the others were there before this look.
    const delay = Date.now() - listed.at(-1)!.sentAt;
    assert.ok(delay < pushLimitMs, `listed ${delay} ms after the push`);
  }
  speaker?.terminate();
}

/** websocketd's first line tells of the peer and is no tick. */
function isTick(message: Tick): boolean {
  return typeof message.tick === 'number';
}

/** Compares what the inspector lists with what crossed the wire, frame by frame, byte by byte. */
async function assertAsRecorded(
  connection: DialledConnection,
  recorder: Recorder,
  { contextTakeover = true }: PeerOptions = {},
): Promise<void> {
  const recording = await recorder.recording(0);
  const snapshot = await connection.untilState('closed');
  const listed = await connection.frames();
  for (const [direction, bytes] of [
    ['out', recording.fromClient],
    ['in', recording.fromServer],
  ] as const) {
    const recorded = readRecording(bytes);
    const frames = listed.filter(({ fields }) => fields.direction === direction);
    assert.equal(recorded.rest.length, 0);
    assert.deepEqual(frames.map(factsOfListed), recorded.frames.map(factsOfRecorded));
    assert.deepEqual(
      await connection.texts(direction),
      readTexts(recorded.frames, contextTakeover),
    );
    assert.deepEqual(snapshot.traffic[direction], {
      frames: recorded.frames.length,
      bytes: bytes.length - recorded.head.length,
    });
    assert.equal(headOf(snapshot, direction), recorded.head);
  }
}

function headOf({ handshake }: ConnectionSnapshot, direction: 'in' | 'out'): string {
  return direction === 'out' ? handshake.request : handshake.response;
}

function factsOfListed({ fields, payload, bytes }: ListedFrame) {
  const {
    row: _row,
    direction: _way,
    timeUs: _timeUs,
    wallMs: _wallMs,
    findings,
    ...wire
  } = fields;
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return { ...wire, payload: digest(payload), bytes: digest(bytes), errors };
}

function factsOfRecorded(frame: ReferenceFrame) {
  const { payload, bytes } = frame;
  return {
    ...frame,
    payloadReceived: payload.length,
    payload: digest(payload),
    bytes: digest(bytes),
    errors: [],
  };
}

/** Short enough to be read when two differ. */
function digest(bytes: Buffer): string {
  return `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
}

function byLengthAndText(one: string, other: string): number {
  return one.length - other.length || Number(one > other) - Number(one < other);
}
