import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bytesOfLines, type Printed } from '../support/frameLines';
import { playScript, type Played, type Step } from '../support/peers/scriptedServer';
import type { ReferenceFrame } from '../support/referenceFrames';
import { tappedEcho } from './echoClients';

/**
 * Byte scripts of the public conformance suite for clients. They are read where they are and are no
 * part of this repository; without them `echoScripts.test.ts` covers the same ground.
 */
const folder = process.env['CONFORMANCE_FOLDER'] ?? '../shared/conformance';
const file = path.resolve(folder, 'cases.json');

/** A text, or its beginning and length; binary data in hex behind `0x`. */
type Content = string | { readonly len: number; readonly head: string };

type Event =
  | readonly ['message', Content, boolean]
  | readonly ['pong', Content]
  | readonly ['timeout', string];

interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv: number;
  readonly masked: boolean;
  readonly len: number;
}

interface Sent {
  readonly hex: string;
  readonly chop?: number;
  readonly then_byte?: string;
  readonly count?: number;
}

interface Case {
  readonly id: string;
  readonly expected: Readonly<Record<string, readonly Event[]>>;
  readonly expectedClose: { readonly closeCode: readonly number[]; readonly requireClean: boolean };
  readonly server_script: readonly (
    | readonly ['send', Sent]
    | readonly ['got', Frame]
    | readonly ['wait_s' | 'close_after_s' | 'fail_connection_after_s', ...unknown[]]
  )[];
  readonly bareWs: { readonly behavior: string };
}

/** The server waits for answers instead of for times, so that all of it takes seconds. */
function stepsOf({ server_script: script }: Case): Step[] {
  return script.flatMap((step): Step[] => {
    if (step[0] === 'send') return [{ send: bytesOf(step[1]), octetByOctet: step[1].chop === 1 }];
    return step[0] === 'got' ? [{ awaitFrames: 1 }] : [];
  });
}

function bytesOf({ hex, then_byte: octet, count = 0 }: Sent): Buffer {
  const run = Buffer.alloc(count, Number.parseInt(octet ?? '0', 16));
  return Buffer.concat([Buffer.from(hex, 'hex'), run]);
}

function factsOf({ opcode, fin, rsv1, rsv2, rsv3, masked, payloadLength }: ReferenceFrame): Frame {
  const rsv = Number(rsv1) * 4 + Number(rsv2) * 2 + Number(rsv3);
  return { opcode, fin, rsv, masked, len: payloadLength };
}

function assertEchoes(one: Case, frames: readonly ReferenceFrame[]): void {
  const events = one.expected[one.bareWs.behavior] ?? [];
  const wanted = events.filter(([kind]) => kind !== 'timeout');
  const echoes = frames.filter(({ opcode }) => opcode !== 8);
  assert.equal(echoes.length, wanted.length);
  wanted.forEach((event, index) => assertEcho(event, echoes[index]!));
}

function assertEcho([kind, content, binary]: Event, { opcode, payload }: ReferenceFrame): void {
  assert.equal(opcode, kind === 'pong' ? 10 : binary ? 2 : 1);
  const [head, length] =
    typeof content === 'string' ? [content, content.length] : [content.head, content.len];
  const shown = head.startsWith('0x') ? `0x${payload.toString('hex')}` : payload.toString();
  assert.equal(shown.length, length);
  assert.ok(shown.startsWith(head));
}

function assertClose(one: Case, { frames }: Played, { close }: Printed): void {
  const { closeCode, requireClean } = one.expectedClose;
  const answer = frames.at(-1)?.payload ?? Buffer.alloc(0);
  // A close frame without a code stands for 1000, which the suite takes as well.
  assert.ok(closeCode.includes(answer.length < 2 ? 1000 : answer.readUInt16BE(0)));
  if (requireClean) assert.equal(close?.clean, true);
}

if (existsSync(file)) {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

  describe('an echo through our tap, against the public conformance suite', function () {
    this.timeout(15_000);

    it('has all of its cases', () => assert.equal(cases.length, 247));

    for (const one of cases) {
      it(`answers case ${one.id} as a bare ws does`, async () => {
        const { played, outcome } = await playScript(stepsOf(one), tappedEcho);
        const got = one.server_script.flatMap((step) => (step[0] === 'got' ? [step[1]] : []));
        assert.deepEqual(played.frames.map(factsOf), got);
        if (one.bareWs.behavior !== 'INFORMATIONAL') assertEchoes(one, played.frames);
        assertClose(one, played, outcome);
        assert.ok(bytesOfLines(outcome.frames, 'out').equals(played.received));
        assert.ok(bytesOfLines(outcome.frames, 'in').equals(played.sent));
      });
    }
  });
}
