import { strict as assert } from 'node:assert';
import { bytesOfLines, type Printed } from '../support/frameLines';
import { playScript, type Played } from '../support/peers/scriptedServer';
import { readFrames, readTexts } from '../support/referenceFrames';
import { bareEcho, tappedEcho } from './echoClients';
import {
  closePayload,
  deflated,
  echoScripts,
  frame,
  stepsOf,
  windowBits,
  type EchoScript,
} from './echoScripts';

function fieldsOf({ extensions }: EchoScript): string {
  return extensions === undefined ? '' : `Sec-WebSocket-Extensions: ${extensions}\r\n`;
}

/** What the client sent, in a form that is the same for the same answers, compressed or not. */
function answersOf({ frames }: Played): string[] {
  const texts = readTexts(frames).values();
  return frames.map(({ fin, rsv2, rsv3, opcode, masked, payload }) => {
    assert.ok(fin && masked && !rsv2 && !rsv3);
    const content = opcode === 1 ? Buffer.from(texts.next().value ?? '') : payload;
    return `${opcode} ${content.toString('hex')}`;
  });
}

function expectedAnswers(script: EchoScript): string[] {
  const end = script.fails === undefined ? undefined : closePayload(script.fails);
  const close = { opcode: 8, payload: end ?? script.closes ?? closePayload(1000) };
  return [...script.answers, close].map(
    ({ opcode, payload }) => `${opcode} ${payload.toString('hex')}`,
  );
}

function assertPrinted(script: EchoScript, played: Played, printed: Printed): void {
  assert.ok(bytesOfLines(printed.frames, 'out').equals(played.received));
  // A number of JSON cannot hold a length beyond 2^53.
  const countable = !script.findings.some((code) => code.startsWith('length-'));
  if (countable) assert.ok(bytesOfLines(printed.frames, 'in').equals(played.sent));
  const findings = printed.frames.flatMap((line) =>
    line.findings.map(({ code }) => code).filter((code) => code !== 'truncated'),
  );
  assert.deepEqual(findings, script.findings);
  const { close } = printed;
  assert.equal(close?.clean, script.fails === undefined);
  const serverCloses = readFrames(played.sent).frames.some(({ opcode }) => opcode === 8);
  assert.equal(close.by, serverCloses ? 'remote' : 'local');
  assertMessages(script, printed);
}

/** The messages that are shown are those that were answered: inflated, and put together. */
function assertMessages({ answers }: EchoScript, { frames }: Printed): void {
  const shown = frames.flatMap(({ dir, message }) => {
    if (dir === 'out' || !message) return [];
    return message.text === undefined
      ? Buffer.from(message.base64 ?? '', 'base64')
      : Buffer.from(message.text);
  });
  const answered = answers.filter(({ opcode }) => opcode < 8).map(({ payload }) => payload);
  answered.forEach((payload, index) => assert.ok(shown[index]?.equals(payload), `${index}`));
}

describe('an echo through our tap, against scripts of our own', function () {
  this.timeout(15_000);

  for (const [topic, scripts] of Object.entries(echoScripts)) {
    describe(topic, () => {
      for (const script of scripts) {
        it(script.title, async () => {
          const steps = stepsOf(script);
          const [tapped, bare] = await Promise.all([
            playScript(steps, tappedEcho, fieldsOf(script)),
            playScript(steps, bareEcho, fieldsOf(script)),
          ]);
          assert.deepEqual(answersOf(tapped.played), expectedAnswers(script));
          assert.deepEqual(answersOf(bare.played), expectedAnswers(script));
          assert.equal(tapped.outcome.close?.code, bare.outcome);
          assertPrinted(script, tapped.played, tapped.outcome);
        });
      }
    });
  }

  describe('6: what a server says of the windows (RFC 7692 §7.1.2)', () => {
    for (const { value, taken } of windowBits) {
      for (const end of ['server', 'client']) {
        const extensions = `permessage-deflate; ${end}_max_window_bits${value === '' ? '' : `=${value}`}`;
        it(`${taken ? 'goes on with' : 'refuses'} ${extensions}`, async () => {
          const content = 'compressed '.repeat(10);
          const script: EchoScript = {
            title: '',
            send: taken ? [frame('text', deflated(content), { rsv: 4 })] : [],
            answers: taken ? [{ opcode: 1, payload: Buffer.from(content) }] : [],
            findings: [],
            extensions,
          };
          const steps = taken ? stepsOf(script) : [];
          const [tapped, bare] = await Promise.all([
            playScript(steps, tappedEcho, fieldsOf(script)),
            playScript(steps, bareEcho, fieldsOf(script)),
          ]);
          assert.deepEqual(answersOf(tapped.played), answersOf(bare.played));
          assert.equal(tapped.outcome.close?.code, bare.outcome);
          if (taken) {
            assert.deepEqual(answersOf(tapped.played), expectedAnswers(script));
            assertPrinted(script, tapped.played, tapped.outcome);
          } else {
            const { open, frames, problem } = tapped.outcome;
            assert.deepEqual([open, frames, problem], [undefined, [], 'bad-handshake']);
          }
        });
      }
    }
  });
});
