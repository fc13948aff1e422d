import { Opcode } from '../../wire/opcode';
import type { Chapter } from '../check';
import { binary, close, continuation, ping, text } from '../clientFrame';
import { fail, pass, unclear } from '../outcome';
import { failsOn, refusedClose, takes } from '../plays';
import { failConnection, takeMessage } from './wishes';

const unmasked = { maskingKey: undefined } as const;
const rule = { section: 'RFC 6455 §5.1', level: 'MUST', wants: failConnection } as const;
const hello = { opcode: Opcode.text, payload: 'Hello' } as const;

/** Who must mask, who must not, and which keys there are. */
export const masks: Chapter = {
  title: 'Masking',
  checks: [
    {
      id: 'unmasked-text',
      title: 'A text frame that is not masked',
      ...rule,
      play: failsOn(1002, text('Hello', unmasked)),
    },
    {
      id: 'unmasked-binary',
      title: 'A binary frame that is not masked',
      ...rule,
      play: failsOn(1002, binary('Hello', unmasked)),
    },
    {
      id: 'unmasked-continuation',
      title: 'A masked first fragment, a continuation that is not masked',
      ...rule,
      play: failsOn(1002, text('Hel', { fin: false }), continuation('lo', unmasked)),
    },
    {
      id: 'unmasked-ping',
      title: 'A ping that is not masked',
      ...rule,
      play: failsOn(1002, ping('Hello', unmasked)),
    },
    {
      id: 'unmasked-close',
      title: 'A close frame that is not masked',
      ...rule,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000, '', unmasked));
        return refusedClose(conversation, 1002);
      },
    },
    {
      id: 'masking-key-zero',
      title: 'The masking key 00 00 00 00',
      section: 'RFC 6455 §5.3',
      level: 'MUST',
      wants: takeMessage,
      play: takes(hello, text('Hello', { maskingKey: 0 })),
    },
    {
      id: 'masking-key-ones',
      title: 'The masking key ff ff ff ff',
      section: 'RFC 6455 §5.3',
      level: 'MUST',
      wants: takeMessage,
      play: takes(hello, text('Hello', { maskingKey: 0xff_ff_ff_ff })),
    },
    {
      id: 'server-frames-unmasked',
      title: 'What the server sends',
      section: 'RFC 6455 §5.1',
      level: 'MUST',
      wants: 'Mask no frame.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(text('Hello'), ping('Hello'));
        await conversation.until(() => conversation.frames[0]);
        conversation.send(close(1000));
        await conversation.untilClose();
        const { frames } = conversation;
        if (frames.length === 0) return unclear('It sent no frame.');
        return frames.some(({ masked }) => masked)
          ? fail('It masked a frame.')
          : pass('None of its frames is masked.');
      },
    },
  ],
};
