import { Opcode } from '../../wire/opcode';
import type { Chapter, Check } from '../check';
import { binary, close, continuation, frame, ping, pong, text } from '../clientFrame';
import { fail } from '../outcome';
import { answeredClose, failsOn, limitText, taken, takes } from '../plays';
import { answerClose, failConnection, takeMessage } from './wishes';

const unfinished = { fin: false } as const;
const hello = { opcode: Opcode.text, payload: 'Hello' } as const;

/** Fragments of a message in the middle of which a control frame may come. */
const pieces = ['Hel', 'l', 'o'] as const;

/** Fragmented messages, and control frames between their fragments. */
export const fragments: Chapter = {
  title: 'Fragments',
  checks: [
    ...whole('fragments-two', 'Text in two fragments', ['Hel', 'lo']),
    ...whole(
      'fragments-many',
      'Text in a hundred fragments of one byte',
      Array.from('x'.repeat(100)),
    ),
    ...whole('fragments-empty-first', 'An empty first fragment', ['', 'Hello']),
    ...whole('fragments-empty-middle', 'An empty fragment in the middle', ['Hel', '', 'lo']),
    ...whole('fragments-empty-last', 'An empty last fragment', ['Hello', '']),
    ...whole('fragments-all-empty', 'An empty message in three fragments', ['', '', '']),
    {
      id: 'fragments-binary',
      title: 'A binary message in two fragments',
      section: 'RFC 6455 §5.4',
      level: 'MUST',
      wants: takeMessage,
      play: takes(
        { opcode: Opcode.binary, payload: 'Hello' },
        binary('Hel', unfinished),
        continuation('lo'),
      ),
    },
    {
      id: 'fragments-ping-between',
      title: 'A ping between two fragments',
      section: 'RFC 6455 §5.4, §5.5.2',
      level: 'MUST',
      wants: 'Answer the ping before the message is complete, then take the message.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hel', unfinished), ping('between'));
        if (!(await conversation.untilPong('between'))) {
          return fail(`No pong came within ${limitText(conversation)}.`);
        }
        conversation.send(continuation('lo'));
        return taken(stage, conversation, hello);
      },
    },
    {
      id: 'fragments-pings-between-all',
      title: 'A ping after each of three fragments, in one write',
      section: 'RFC 6455 §5.4, §5.5.2',
      level: 'MUST',
      wants: 'Take the message, and answer at least the last ping.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(...withPings());
        if (!(await conversation.untilPong('2'))) {
          return fail(`No pong to the last ping came within ${limitText(conversation)}.`);
        }
        return taken(stage, conversation, hello);
      },
    },
    {
      id: 'fragments-pong-between',
      title: 'An unasked pong between two fragments',
      section: 'RFC 6455 §5.4, §5.5.3',
      level: 'MUST',
      wants: takeMessage,
      play: takes(hello, text('Hel', unfinished), pong('unasked'), continuation('lo')),
    },
    {
      id: 'fragments-close-between',
      title: 'A close frame between two fragments',
      section: 'RFC 6455 §5.4, §5.5.1',
      level: 'MUST',
      wants: answerClose,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hel', unfinished), close(1000));
        return answeredClose(conversation, 1000);
      },
    },
    ...broken([
      ['continuation-first', 'A continuation without a message', continuation('Hello')],
      [
        'continuation-unfinished-first',
        'A continuation without FIN, without a message',
        continuation('Hello', unfinished),
      ],
      [
        'continuation-after-message',
        'A continuation after a whole message',
        text('Hel'),
        continuation('lo'),
      ],
      [
        'continuation-after-fragments',
        'A continuation after the last fragment',
        text('H', unfinished),
        continuation('el'),
        continuation('lo'),
      ],
      [
        'text-inside-message',
        'A text frame inside an unfinished message',
        text('Hel', unfinished),
        text('lo'),
      ],
      [
        'binary-inside-message',
        'A binary frame inside an unfinished message',
        text('Hel', unfinished),
        binary('lo'),
      ],
    ]),
    {
      id: 'reserved-opcode-inside-message',
      title: 'A frame with the reserved opcode 0x3 inside an unfinished message',
      section: 'RFC 6455 §5.2',
      level: 'MUST',
      wants: failConnection,
      play: failsOn(1002, text('Hel', unfinished), frame({ opcode: 0x3 })),
    },
  ],
};

function whole(id: string, title: string, parts: readonly string[]): Check[] {
  const message = { opcode: Opcode.text, payload: parts.join('') } as const;
  const frames = parts.map((part, index) => {
    const details = { fin: index === parts.length - 1 };
    return index === 0 ? text(part, details) : continuation(part, details);
  });
  return [
    {
      id,
      title,
      section: 'RFC 6455 §5.4',
      level: 'MUST',
      wants: takeMessage,
      play: takes(message, ...frames),
    },
  ];
}

function withPings(): Uint8Array[] {
  return pieces.flatMap((piece, index) => {
    const details = { fin: index === pieces.length - 1 };
    return [index === 0 ? text(piece, details) : continuation(piece, details), ping(String(index))];
  });
}

/** The RFC binds the sender; the receiver must look at what comes (§10.7). */
function broken(cases: readonly (readonly [string, string, ...Uint8Array[]])[]): Check[] {
  return cases.map(([id, title, ...frames]) => ({
    id,
    title,
    section: 'RFC 6455 §5.4, §10.7',
    level: 'MUST',
    wants: failConnection,
    play: failsOn(1002, ...frames),
  }));
}
