import { opcodeOf } from '../../wire/frameBits';
import { Opcode } from '../../wire/opcode';
import type { Chapter, Play } from '../check';
import { close, ping, pong, text } from '../clientFrame';
import { fail, pass } from '../outcome';
import { failsOn, limitText, refusedClose } from '../plays';
import { failConnection } from './wishes';

/** One byte more than a control frame may carry (RFC 6455 §5.5). */
const tooLong = 'x'.repeat(126);
const everyByte = Uint8Array.from({ length: 125 }, (_, index) => index * 2);

const answer = {
  section: 'RFC 6455 §5.5.2, §5.5.3',
  level: 'MUST',
  wants: 'Answer with a pong that has the same payload.',
} as const;

/** The RFC binds the sender; the receiver must look at what comes (§10.7). */
const rule = { section: 'RFC 6455 §5.5, §10.7', level: 'MUST', wants: failConnection } as const;

/** Pings, pongs, and control frames that are too long or in fragments. */
export const controls: Chapter = {
  title: 'Pings, pongs and control frames',
  checks: [
    { id: 'ping-empty', title: 'A ping without a payload', ...answer, play: ponged('') },
    { id: 'ping-text', title: 'A ping with a text', ...answer, play: ponged('Hello') },
    {
      id: 'ping-bytes',
      title: 'A ping with 125 bytes that are no text',
      ...answer,
      play: ponged(everyByte),
    },
    {
      id: 'pings-in-a-row',
      title: 'Ten pings in one write',
      section: 'RFC 6455 §5.5.3',
      level: 'MUST',
      wants: 'Answer in order; only the last must be answered.',
      play: async (stage) => {
        const conversation = await stage.join();
        const payloads = Array.from({ length: 10 }, (_, index) => `ping ${index}`);
        conversation.send(...payloads.map((payload) => ping(payload)));
        if (!(await conversation.untilPong('ping 9'))) {
          return fail(`No pong to the last ping came within ${limitText(conversation)}.`);
        }
        // Whatever pongs are still on their way come before the one to this.
        conversation.send(ping('end'));
        await conversation.untilPong('end');
        const answered = conversation.frames
          .filter(({ firstByte }) => opcodeOf(firstByte) === Opcode.pong)
          .map((frame) => Buffer.from(frame.payload).toString())
          .filter((payload) => payload !== 'end')
          .map((payload) => payloads.indexOf(payload));
        const inOrder = answered.every((number, at) => number > (answered[at - 1] ?? -1));
        return inOrder
          ? pass(`It answered ${answered.length} of 10, in order.`)
          : fail('Its pongs are out of order, repeated, or answer no ping.');
      },
    },
    {
      id: 'pong-unasked',
      title: 'A pong that nobody asked for, then a ping',
      section: 'RFC 6455 §5.5.3',
      level: 'MUST',
      wants: 'Ignore the pong; answer the ping only.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(pong('unasked'), ping('asked'));
        if (!(await conversation.untilPong('asked'))) {
          return fail(`No pong to the ping came within ${limitText(conversation)}.`);
        }
        return conversation.hasPong('unasked')
          ? fail('It answered the pong with a pong.')
          : pass('It answered the ping only.');
      },
    },
    {
      id: 'ping-too-long',
      title: 'A ping of 126 bytes',
      ...rule,
      play: failsOn(1002, ping(tooLong)),
    },
    {
      id: 'pong-too-long',
      title: 'A pong of 126 bytes',
      ...rule,
      play: failsOn(1002, pong(tooLong)),
    },
    {
      id: 'close-too-long',
      title: 'A close frame of 126 bytes',
      ...rule,
      play: refused(close(1000, 'x'.repeat(124))),
    },
    {
      id: 'ping-fragment',
      title: 'A ping without FIN',
      ...rule,
      play: failsOn(1002, ping('Hello', { fin: false })),
    },
    {
      id: 'pong-fragment',
      title: 'A pong without FIN',
      ...rule,
      play: failsOn(1002, pong('Hello', { fin: false })),
    },
    {
      id: 'close-fragment',
      title: 'A close frame without FIN',
      ...rule,
      play: refused(close(1000, '', { fin: false })),
    },
    {
      id: 'ping-fragment-inside-message',
      title: 'A ping without FIN inside an unfinished message',
      ...rule,
      play: failsOn(1002, text('Hel', { fin: false }), ping('Hello', { fin: false })),
    },
  ],
};

function ponged(payload: Uint8Array | string): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(ping(payload));
    if (await conversation.untilPong(payload)) return pass('Its pong has the same payload.');
    const other = conversation.frames.some(({ firstByte }) => opcodeOf(firstByte) === Opcode.pong);
    if (other) return fail('Its pong has another payload.');
    return fail(`No pong came within ${limitText(conversation)}.`);
  };
}

function refused(frame: Uint8Array): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(frame);
    return refusedClose(conversation, 1002);
  };
}
