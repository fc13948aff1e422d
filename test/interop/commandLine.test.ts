import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bytesOfLines, readPrinted } from '../support/frameLines';
import { startPeer, type Peer, type PeerKind, type PeerOptions } from '../support/peers/peer';
import { startRecorder, type Recorder } from '../support/recorder';
import { readMessages, readRecording } from '../support/referenceFrames';

/** Lengths of the texts that go through standard input, a line each. */
const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];
const lines = sizes.map((size) => 'grüße '.repeat(size).slice(0, size));
/** The server answers each with a ping or with fragments; see the servers' own words on that. */
const requests = ['!ping', '!fragments 4 300', 'the last message'];

/** Runs the program as it ships. */
async function run(words: readonly string[], input: string) {
  const child = spawn(process.execPath, ['dist/cli.js', ...words]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

describe('the command line and servers of others', function () {
  this.timeout(30_000);
  let folder: string;
  let peer: Peer;
  let recorder: Recorder;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'command-line-'));
  });
  after(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    await recorder.stop();
    await peer.stop();
  });

  const servers: { title: string; kind: PeerKind; options: PeerOptions }[] = [
    { title: 'ws with context takeover', kind: 'ws-deflate', options: {} },
    {
      title: 'ws without context takeover',
      kind: 'ws-deflate',
      options: { contextTakeover: false },
    },
    { title: 'python3-websockets', kind: 'python-websockets', options: {} },
  ];

  for (const { title, kind, options } of servers) {
    it(`prints every frame exchanged with ${title}, now and from its capture`, async () => {
      peer = await startPeer(kind, options);
      recorder = await startRecorder(peer.port);
      const capture = path.join(folder, title);
      // All texts and both requests bring an echo, but for the ping; the fragments are one message.
      const count = lines.length + requests.length - 1;
      const sent = ['--send-hex', '00 ff', '--ping', '--count', String(count + 1)];
      const words = ['connect', recorder.url, ...sent, '--capture', capture, '--ndjson'];
      const { code, stdout, stderr } = await run(words, [...lines, ...requests, ''].join('\n'));
      assert.deepEqual([code, stderr], [0, '']);
      const { open, frames, close } = readPrinted(stdout);
      const recording = await recorder.recording(0);
      for (const [direction, head, bytes] of [
        ['out', open?.request, recording.fromClient],
        ['in', open?.response, recording.fromServer],
      ] as const) {
        const recorded = readRecording(bytes);
        assert.equal(head, recorded.head);
        assert.ok(bytesOfLines(frames, direction).equals(bytes.subarray(recorded.head.length)));
        const offsets = frames.filter(({ dir }) => dir === direction).map(({ offset }) => offset);
        assert.deepEqual(
          offsets,
          recorded.frames.map(({ position }) => position),
        );
        const messages = frames.flatMap(({ dir, message }) =>
          dir === direction ? (message ?? []) : [],
        );
        assert.deepEqual(
          messages.map(({ text, base64 }) => text ?? base64),
          readMessages(recorded.frames, options.contextTakeover ?? true).map(
            ({ opcode, payload }) => payload.toString(opcode === 1 ? 'utf8' : 'base64'),
          ),
        );
      }
      assert.deepEqual(close, { type: 'close', code: 1000, reason: '', by: 'local', clean: true });
      const again = await run(['read', capture, '--ndjson'], '');
      assert.deepEqual(again, { code: 0, stdout, stderr: '' });
    });
  }
});
