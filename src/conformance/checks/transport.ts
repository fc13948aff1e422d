import { Opcode } from '../../wire/opcode';
import type { Chapter, Play } from '../check';
import { close, ping, text } from '../clientFrame';
import type { Conversation, Writes } from '../conversation';
import { fail, pass, unclear, type Outcome } from '../outcome';
import { answeredClose, echoes, limitText, taken } from '../plays';
import { answerClose, takeMessage } from './wishes';

/** Milliseconds between two writes of a slow sender: enough for TCP to send each by itself. */
const slowPauseMs = 10;

const hello = { opcode: Opcode.text, payload: 'Hello' } as const;
const long = { opcode: Opcode.text, payload: 'Length '.repeat(9_363).slice(0, 65_536) } as const;

const stream = { section: 'RFC 6455 §5.1, §5.2', level: 'MUST', wants: takeMessage } as const;

const closesItsSide = 'Close its side of the TCP connection, too.';

/** Frames do not come as they were sent: TCP cuts and joins, waits, and ends on one side only. */
export const transport: Chapter = {
  title: 'TCP: cuts, waits and ends',
  checks: [
    {
      id: 'tcp-byte-by-byte',
      title: 'A text message in writes of one byte',
      ...stream,
      play: inWrites({ size: 1 }),
    },
    {
      id: 'tcp-slow-sender',
      title: `A text message byte by byte, ${slowPauseMs} ms apart`,
      ...stream,
      play: inWrites({ size: 1, pauseMs: slowPauseMs }),
    },
    {
      id: 'tcp-chopped-long',
      title: 'A text message of 65,536 bytes in writes of 997',
      ...stream,
      play: async (stage) => {
        const conversation = await stage.join();
        await conversation.sendInWrites(text(long.payload), { size: 997 });
        return taken(stage, conversation, long);
      },
    },
    {
      id: 'tcp-slow-ping',
      title: `A ping byte by byte, ${slowPauseMs} ms apart`,
      section: 'RFC 6455 §5.5.2',
      level: 'MUST',
      wants: 'Answer with a pong that has the same payload.',
      play: async (stage) => {
        const conversation = await stage.join();
        await conversation.sendInWrites(ping('slow'), { size: 1, pauseMs: slowPauseMs });
        return (await conversation.untilPong('slow'))
          ? pass('Its pong has the same payload.')
          : fail(`No pong came within ${limitText(conversation)}.`);
      },
    },
    {
      id: 'tcp-joined',
      title: 'Ten text messages in one write',
      ...stream,
      wants: 'Take all messages, in order.',
      play: async (stage) => {
        if (!echoes(stage, Opcode.text)) return unclear('It does not echo text.');
        const conversation = await stage.join();
        const payloads = Array.from({ length: 10 }, (_, index) => `message ${index}`);
        conversation.send(...payloads.map((payload) => text(payload)));
        await conversation.until(() => conversation.count(Opcode.text, 'message 9') || undefined);
        const echoed = conversation.messages
          .map(({ payload }) => Buffer.from(payload).toString())
          .filter((payload) => payloads.includes(payload));
        return echoed.join() === payloads.join()
          ? pass('It echoed all of them, in order.')
          : fail(`It echoed ${echoed.length} of 10, or not in order.`);
      },
    },
    {
      id: 'tcp-one-and-a-half',
      title: 'A ping and the beginning of a text frame in one write, the rest in another',
      ...stream,
      play: async (stage) => {
        const conversation = await stage.join();
        const bytes = text(hello.payload);
        conversation.send(ping('first'), bytes.subarray(0, 3));
        if (!(await conversation.untilPong('first'))) {
          return fail(`No pong to the ping came within ${limitText(conversation)}.`);
        }
        conversation.send(bytes.subarray(3));
        return taken(stage, conversation, hello);
      },
    },
    {
      id: 'tcp-half-closed-after-close',
      title: 'A close frame, then the end of the client’s side (FIN)',
      section: 'RFC 6455 §5.5.1',
      level: 'MUST',
      wants: answerClose,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000));
        conversation.endSending();
        return answeredClose(conversation, 1000);
      },
    },
    {
      id: 'tcp-half-closed',
      title: 'The end of the client’s side (FIN) without a close frame',
      section: 'RFC 6455 §7.1.1',
      level: 'SHOULD',
      wants: closesItsSide,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hello'));
        conversation.endSending();
        return ended(conversation);
      },
    },
    {
      id: 'tcp-half-closed-inside-frame',
      title: 'The end of the client’s side (FIN) inside a frame',
      section: 'RFC 6455 §7.1.1',
      level: 'SHOULD',
      wants: closesItsSide,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hello').subarray(0, 8));
        conversation.endSending();
        return ended(conversation);
      },
    },
    {
      id: 'tcp-half-closed-inside-message',
      title: 'The end of the client’s side (FIN) inside an unfinished message',
      section: 'RFC 6455 §7.1.1',
      level: 'SHOULD',
      wants: closesItsSide,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hello', { fin: false }));
        conversation.endSending();
        return ended(conversation);
      },
    },
    {
      id: 'tcp-reset',
      title: 'A reset of the TCP connection (RST) inside a frame',
      section: 'RFC 6455 §7.2.1',
      level: 'SHOULD',
      wants: 'Go on with other connections.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hello').subarray(0, 8));
        conversation.reset();
        // The first may come before the server has read the reset.
        await stage.stillThere();
        return (await stage.stillThere())
          ? pass('It goes on with other connections.')
          : fail('After it no new WebSocket could be opened.');
      },
    },
  ],
};

function inWrites(writes: Writes): Play {
  return async (stage) => {
    const conversation = await stage.join();
    await conversation.sendInWrites(text(hello.payload), writes);
    return taken(stage, conversation, hello);
  };
}

async function ended(conversation: Conversation): Promise<Outcome> {
  return (await conversation.untilEnd())
    ? pass('It closed its side.')
    : fail(`Its side was still open ${limitText(conversation)} later.`);
}
