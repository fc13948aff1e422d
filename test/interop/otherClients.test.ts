import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { launchBrowser } from '../support/browser';
import { bytesOfLines, type FrameLine } from '../support/frameLines';
import { startPeer, type Peer, type PeerKind, type PeerOptions } from '../support/peers/peer';
import { startRecorder, type Recorder } from '../support/recorder';
import { readMessages, readRecording, type ReferenceFrame } from '../support/referenceFrames';
import { replay } from '../support/replay';

const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];
const lastText = 'the last message';
const requests = ['!ping', '!fragments 4 300'];

/**
 * Clients that this project did not write. Each sends messages of all sizes and what else it can,
 * asks the server to ping and to send fragments, awaits the last echo, and closes with 4001.
 */
const clients: Readonly<Record<string, (url: string, browser: Browser) => Promise<unknown>>> = {
  ws: talkAsWs,
  'python3-websockets': (url) =>
    promisify(execFile)('/usr/bin/python3', [
      'test/support/peers/pythonClient.py',
      JSON.stringify({ url, sizes }),
    ]),
  Chromium: talkAsChromium,
};

const servers: { title: string; kind: PeerKind; options: PeerOptions }[] = [
  { title: 'ws, deflate with context takeover', kind: 'ws-deflate', options: {} },
  {
    title: 'ws, deflate without context takeover',
    kind: 'ws-deflate',
    options: { contextTakeover: false },
  },
  { title: 'python3-websockets', kind: 'python-websockets', options: {} },
  {
    title: 'python3-websockets, deflate with context takeover',
    kind: 'python-websockets',
    options: { deflate: true },
  },
];

async function talkAsWs(url: string): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const answered = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => String(data) === lastText && resolve());
  });
  for (const size of sizes) {
    socket.send('größe '.repeat(size).slice(0, size));
    socket.send(Buffer.alloc(size, `${size} `));
  }
  for (const part of ['frag', '', 'ments']) socket.send(part, { fin: part === 'ments' });
  socket.ping('from ws');
  socket.pong('that nobody asked for');
  for (const text of [...requests, lastText]) socket.send(text);
  await answered;
  socket.close(4001, 'enough');
  await once(socket, 'close');
}

/** A page can send neither pings nor fragments, but the browser answers and reads both. */
async function talkAsChromium(url: string, browser: Browser): Promise<void> {
  const page = await browser.newPage();
  // The page runs this text, so that nothing of the test's own build gets into it.
  await page.evaluate(`new Promise((resolve, reject) => {
    const socket = new WebSocket(${JSON.stringify(url)});
    socket.onopen = () => {
      for (const size of ${JSON.stringify(sizes)}) {
        socket.send('größe '.repeat(size).slice(0, size));
        socket.send(Uint8Array.from({ length: size }, (_, at) => at * 7));
      }
      for (const text of ${JSON.stringify([...requests, lastText])}) socket.send(text);
    };
    socket.onmessage = ({ data }) => data === '${lastText}' && socket.close(4001, 'enough');
    socket.onclose = ({ code }) => (code === 4001 ? resolve() : reject(new Error(String(code))));
  })`);
  await page.close();
}

/** A frame in one form, whether it comes from a line of ours or from the independent reading. */
interface Facts {
  readonly fin: boolean;
  readonly rsv: readonly number[];
  readonly opcode: number;
  readonly maskKey: string | null;
  readonly headerLength: number;
  readonly payloadLength: number;
  readonly offset: number;
  readonly payload: string;
}

function factsOfLine(line: FrameLine): Facts {
  const { fin, rsv, opcode, maskKey, headerLength, payloadLength, offset, payload } = line;
  return { fin, rsv, opcode, maskKey, headerLength, payloadLength, offset, payload };
}

function factsOfReference(frame: ReferenceFrame): Facts {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, headerLength, payloadLength } = frame;
  return {
    fin,
    rsv: [rsv1, rsv2, rsv3].map(Number),
    opcode,
    maskKey: masked ? frame.maskingKey : null,
    headerLength,
    payloadLength,
    offset: frame.position,
    payload: frame.payload.toString('base64'),
  };
}

function messagesOf(lines: readonly FrameLine[]) {
  return lines.flatMap(({ message }) => {
    if (!message) return [];
    const { text, base64 } = message;
    return text === undefined
      ? { opcode: 2, payload: Buffer.from(base64 ?? '', 'base64') }
      : { opcode: 1, payload: Buffer.from(text) };
  });
}

describe('clients of others', function () {
  this.timeout(60_000);
  let browser: Browser;
  let peer: Peer | undefined;
  let recorder: Recorder | undefined;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    await recorder?.stop();
    await peer?.stop();
    peer = recorder = undefined;
  });

  for (const [client, talk] of Object.entries(clients)) {
    for (const { title, kind, options } of servers) {
      it(`every frame between ${client} and ${title} is listed byte for byte`, async () => {
        peer = await startPeer(kind, options);
        recorder = await startRecorder(peer.port);
        await talk(recorder.url, browser);
        const recording = await recorder.recording(0);
        const lines = await replay(recording);
        for (const [direction, bytes] of [
          ['out', recording.fromClient],
          ['in', recording.fromServer],
        ] as const) {
          const listed = lines.filter(({ dir }) => dir === direction);
          const { head, frames, rest } = readRecording(bytes);
          assert.equal(rest.length, 0);
          assert.deepEqual(listed.map(factsOfLine), frames.map(factsOfReference));
          assert.ok(bytesOfLines(listed, direction).equals(bytes.subarray(head.length)));
          assert.deepEqual(
            messagesOf(listed),
            readMessages(frames, options.contextTakeover ?? true),
          );
          assert.deepEqual(
            listed.flatMap(({ findings }) => findings),
            [],
          );
        }
        assertTalkedAboutAll(lines, client);
      });
    }
  }
});

/** The test must not pass because little was said. */
function assertTalkedAboutAll(lines: readonly FrameLine[], client: string): void {
  const opcodes = (dir: string) =>
    new Set(lines.filter((line) => line.dir === dir).map(({ opcode }) => opcode));
  const [sent, received] = [opcodes('out'), opcodes('in')];
  for (const opcode of [0, 1, 2, 8, 9]) assert.ok(received.has(opcode), `in ${opcode}`);
  for (const opcode of [1, 2, 8, 10]) assert.ok(sent.has(opcode), `out ${opcode}`);
  if (client !== 'Chromium') assert.ok(sent.has(0) && sent.has(9) && received.has(10));
  const lengths = new Set(messagesOf(lines).map(({ payload }) => payload.length));
  for (const size of sizes) assert.ok(lengths.has(size), `${size} bytes`);
}
