import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sender } from '../../src/wire/direction';
import { findingBit } from '../../src/wire/finding';
import { FrameDecoder } from '../../src/wire/frameDecoder';
import { encodeFrame } from '../support/encodeFrame';
import { everyCut } from '../support/cuts';
import { Random } from './random';
import { randomChunks, randomStream } from './randomStream';

/** How many random streams to read; `FUZZ_INPUTS` sets another count. */
const defaultCount = process.env['TEST_LONG'] ? 10_000_000 : 100_000;
const inputCount = Number(process.env['FUZZ_INPUTS'] ?? defaultCount);

/** `FUZZ_SEED` replays the run of a failure, whose message names its seed. */
const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 32));

const seedFolder = path.resolve('test/fuzz/seeds');

/** One stream a file, in hex; a line that begins with `#` says what it is. */
const seeds = readdirSync(seedFolder).map((name) => {
  const lines = readFileSync(path.join(seedFolder, name), 'utf8').split('\n');
  const hex = lines.filter((line) => !line.startsWith('#')).join('');
  return { name, bytes: Buffer.from(hex.replaceAll(/\s/g, ''), 'hex') };
});

/** What the decoder said of a stream: numbers, eight a frame, since there are millions. */
type Outcome = number[];

const numbersPerFrame = 8;

function read(chunks: readonly Uint8Array[], sender: Sender): Outcome {
  const outcome: Outcome = [];
  const decoder = new FrameDecoder({
    sender,
    permessageDeflate: sender === 'server',
    onFrame: (frame) => {
      outcome.push(frame.position, frame.headerLength, frame.payloadLength, frame.payloadReceived);
      outcome.push(frame.firstByte, frame.masked ? frame.maskingKey : -1, frame.lengthBits);
      outcome.push(frame.findings);
    },
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return outcome;
}

/** Writes the stream anew: headers from the fields, payloads from where they are said to be. */
function rewrite(input: Buffer, outcome: Outcome): Buffer {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < outcome.length; at += numbersPerFrame) {
    const [position = 0, headerLength = 0, payloadLength = 0, received = 0] = outcome.slice(at);
    const payload = position + headerLength;
    const header = input.subarray(position, payload);
    pieces.push(
      hasWholeHeader(outcome, at) && Number.isSafeInteger(payloadLength)
        ? writeHeader(outcome, at)
        : header,
      input.subarray(payload, payload + received),
    );
  }
  return Buffer.concat(pieces);
}

/** False in the last frame, if the stream ended inside its header. */
function hasWholeHeader(outcome: Outcome, at: number): boolean {
  const [, , payloadLength, received, , , , findings = 0] = outcome.slice(at);
  return (findings & findingBit('truncated')) === 0 || payloadLength !== received;
}

function writeHeader(outcome: Outcome, at: number): Uint8Array {
  const [, , payloadLength = 0, , firstByte = 0, key = -1, lengthBits] = outcome.slice(at);
  return encodeFrame({
    opcode: firstByte & 0xf,
    fin: firstByte >= 0x80,
    rsv: (firstByte >> 4) & 0x7,
    maskingKey: key === -1 ? undefined : key,
    lengthBits: lengthBits === 64 ? 64 : lengthBits === 16 ? 16 : 7,
    declaredLength: BigInt(payloadLength),
  });
}

function check(input: Buffer, chunks: readonly Uint8Array[], sender: Sender, from: string): void {
  const outcome = read(chunks, sender);
  if (!rewrite(input, outcome).equals(input)) {
    assert.fail(`${from}: bytes were lost or fields are wrong in ${input.toString('hex')}`);
  }
  const atOnce = read([input], sender);
  if (outcome.join() !== atOnce.join()) {
    assert.fail(`${from}: chunks change the outcome of ${input.toString('hex')}`);
  }
}

describe('decoder fuzz', () => {
  for (const { name, bytes } of seeds) {
    it(`reads ${name}, cut anywhere`, () => {
      for (const chunks of everyCut(bytes)) {
        check(bytes, chunks, 'client', name);
        check(bytes, chunks, 'server', name);
      }
    });
  }

  it(`reads ${inputCount.toLocaleString('en')} random streams, seed ${seed}`, function () {
    this.timeout(0);
    const random = new Random(seed);
    const seedBytes = seeds.map(({ bytes }) => bytes);
    for (let input = 0; input < inputCount; input++) {
      const stream = randomStream(random, seedBytes);
      const chunks = randomChunks(random, stream);
      check(stream, chunks, random.oneIn(2) ? 'client' : 'server', `FUZZ_SEED=${seed}`);
    }
  });
});
