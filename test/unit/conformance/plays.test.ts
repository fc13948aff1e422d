import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { close, pong, text } from '../../../src/conformance/clientFrame';
import { PlayEnds, type Outcome } from '../../../src/conformance/outcome';
import { failsOn, takes } from '../../../src/conformance/plays';
import { nothingKnown, type ServerFacts } from '../../../src/conformance/serverFacts';
import { Stage } from '../../../src/conformance/stage';
import { findTarget } from '../../../src/conformance/target';
import { noSecrets, Transcript } from '../../../src/conformance/transcript';
import { acceptHandshake, startBadServer } from '../../support/peers/badServer';

const unmasked = { maskingKey: undefined };
const question = pong('Still there?', unmasked);
const hello = { opcode: 1, payload: 'Hello' } as const;

/** Plays against a server that does this with the first bytes after the opening handshake. */
async function outcomeOf(
  play: (stage: Stage) => Promise<Outcome>,
  react: (socket: Socket) => void,
  facts: Partial<ServerFacts> = {},
): Promise<string> {
  const server = await startBadServer((socket, head) => {
    acceptHandshake(socket, head);
    socket.once('data', () => react(socket));
  });
  const stage = new Stage({
    target: await findTarget(server.url),
    transcript: new Transcript(noSecrets),
    answerLimitMs: 300,
    facts: { ...nothingKnown, ...facts },
  });
  try {
    const { verdict, reason } = await play(stage);
    return `${verdict}: ${reason}`;
  } finally {
    stage.clear();
    await server.stop();
  }
}

const sends = (frame: Uint8Array) => (socket: Socket) => void socket.write(frame);
const ends = (socket: Socket) => void socket.end();
const silent = () => undefined;

describe('plays', () => {
  describe('a message that must be taken', () => {
    const play = takes(hello, text('Hello'));
    const echoing = { echoesText: true };
    const cases: [what: string, (socket: Socket) => void, Partial<ServerFacts>, RegExp][] = [
      ['its echo', sends(text('Hello', unmasked)), echoing, /^pass: Its echo is as it was/],
      ['another echo', sends(text('hello', unmasked)), echoing, /^fail: What came back .* else/],
      ['no echo', silent, echoing, /^fail: No echo came within 0\.3 s/],
      ['a close frame', sends(close(1007, '', unmasked)), echoing, /^fail: It closed with 1007/],
      ['an end', ends, echoing, /^fail: It ended the connection/],
      ['a pong', sends(question), {}, /^pass: It does not echo, but read on/],
      ['silence', silent, { pongs: true }, /^fail: It did not answer a ping/],
      ['silence as ever', silent, {}, /^unclear: It neither echoes nor answers pings/],
      ['a protocol error', sends(close(1002, '', unmasked)), {}, /^fail: It closed with 1002/],
      ['another close', sends(close(1003, '', unmasked)), {}, /^unclear: .* application may want/],
      ['an end without echo', ends, {}, /^unclear: It ended the connection/],
    ];
    for (const [what, react, facts, says] of cases) {
      it(`is judged by ${what}`, async () => {
        assert.match(await outcomeOf(play, react, facts), says);
      });
    }
  });

  describe('a frame that breaks a rule', () => {
    const play = failsOn(1002, text('Hello', unmasked));
    const cases: [what: string, (socket: Socket) => void, RegExp][] = [
      [
        'the right code',
        sends(close(1002, 'no', unmasked)),
        /^pass: .*1002 \(Protocol Error, "no"\)/,
      ],
      [
        'another code',
        sends(close(1008, '', unmasked)),
        /^pass: .*1008.*; 1002 .* would fit better/,
      ],
      ['no code', sends(Uint8Array.of(0x88, 0)), /^pass: It closed with no code; 1002/],
      [
        'a peaceful code',
        sends(close(1000, '', unmasked)),
        /^unclear: .* as if nothing were wrong/,
      ],
      ['an end', ends, /^pass: It ended the connection without a close frame/],
      ['a pong', sends(question), /^fail: It went on/],
      ['silence', silent, /^fail: 0\.3 s later it had neither closed nor ended/],
      ['a flood', (socket) => socket.write(Buffer.alloc(5_000_000)), /^unclear: It sent more than/],
    ];
    for (const [what, react, says] of cases) {
      it(`is judged by ${what}`, async () => assert.match(await outcomeOf(play, react), says));
    }
  });

  it('end where there is no connection', async () => {
    const server = await startBadServer(() => undefined);
    const target = await findTarget(server.url);
    await server.stop();
    const transcript = new Transcript(noSecrets);
    const stage = new Stage({ target, transcript, answerLimitMs: 300, facts: nothingKnown });
    await assert.rejects(
      takes(hello, text('Hello'))(stage),
      (error) => error instanceof PlayEnds && error.outcome.verdict === 'unclear',
    );
  });
});
