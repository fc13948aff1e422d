import { Opcode } from '../../wire/opcode';
import type { Chapter, Check } from '../check';
import { binary, ping, text } from '../clientFrame';
import type { Conversation } from '../conversation';
import { fail, pass, type Outcome } from '../outcome';
import { askAfterMs, codeText, failsOn, takes } from '../plays';
import type { Stage } from '../stage';
import { failConnection, takeMessage } from './wishes';

/** Payload lengths at the borders of the three forms of the length (RFC 6455 §5.2). */
const borders = [0, 1, 125, 126, 127, 65_535, 65_536];

/** The RFC binds the sender; the receiver must look at what comes (§10.7). */
const shortestForm = {
  section: 'RFC 6455 §5.2, §10.7',
  level: 'MUST',
  wants: failConnection,
} as const;

/** Payload lengths: each form of the length, at its borders and misused. */
export const lengths: Chapter = {
  title: 'Payload lengths',
  checks: [
    ...borders.flatMap(atBorder),
    {
      id: 'length-16-bit-form-of-5',
      title: 'Length 5 in the 16-bit form',
      ...shortestForm,
      play: failsOn(1002, text('Hello', { lengthBits: 16 })),
    },
    {
      id: 'length-64-bit-form-of-5',
      title: 'Length 5 in the 64-bit form',
      ...shortestForm,
      play: failsOn(1002, text('Hello', { lengthBits: 64 })),
    },
    {
      id: 'length-64-bit-form-of-300',
      title: 'Length 300 in the 64-bit form',
      ...shortestForm,
      play: failsOn(1002, binary(textOf(300), { lengthBits: 64 })),
    },
    {
      id: 'length-16-bit-form-of-ping',
      title: 'A ping whose length 4 is in the 16-bit form',
      ...shortestForm,
      play: failsOn(1002, ping('ping', { lengthBits: 16 })),
    },
    {
      id: 'length-top-bit',
      title: 'A 64-bit length with its most significant bit set',
      ...shortestForm,
      play: failsOn(1002, binary('Hello', { declaredLength: 2n ** 63n + 5n })),
    },
    {
      id: 'length-huge',
      title: 'A frame that announces 2^62 bytes, of which 5 come',
      section: 'RFC 6455 §10.4',
      level: 'MUST',
      wants: 'Refuse it or wait for it, and go on with other connections.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(binary('Hello', { declaredLength: 2n ** 62n }));
        await conversation.until(() => conversation.close, askAfterMs);
        return standing(stage, conversation);
      },
    },
  ],
};

function atBorder(length: number): Check[] {
  const payload = textOf(length);
  const size = length === 1 ? '1 byte' : `${length.toLocaleString('en-US')} bytes`;
  const rule = { section: 'RFC 6455 §5.2', level: 'MUST', wants: takeMessage } as const;
  return [
    {
      id: `length-text-${length}`,
      title: `A text message of ${size}`,
      ...rule,
      play: takes({ opcode: Opcode.text, payload }, text(payload)),
    },
    {
      id: `length-binary-${length}`,
      title: `A binary message of ${size}`,
      ...rule,
      play: takes({ opcode: Opcode.binary, payload }, binary(payload)),
    },
  ];
}

function textOf(length: number): string {
  return 'Length '.repeat(length).slice(0, length);
}

async function standing(stage: Stage, { close, ending }: Conversation): Promise<Outcome> {
  if (!(await stage.stillThere())) return fail('After it no new WebSocket could be opened.');
  if (close) return pass(`It closed with ${codeText(close)}, and goes on with others.`);
  return pass(
    ending === undefined
      ? 'It waits for the rest, and goes on with others.'
      : 'It ended the connection, and goes on with others.',
  );
}
