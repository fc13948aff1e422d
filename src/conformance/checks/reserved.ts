import type { Chapter, Check } from '../check';
import { binary, close, continuation, frame, ping, text } from '../clientFrame';
import { failsOn, refusedClose } from '../plays';
import { failConnection } from './wishes';

const reservedOpcodes = [0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf];

const rule = { section: 'RFC 6455 §5.2', level: 'MUST', wants: failConnection } as const;

/** What the RFC keeps for the future: opcodes and bits without a meaning. */
export const reserved: Chapter = {
  title: 'Reserved opcodes and bits',
  checks: [
    ...reservedOpcodes.map(withOpcode),
    {
      id: 'rsv1-text',
      title: 'RSV1 on a text frame, without an extension',
      ...rule,
      play: failsOn(1002, text('Hello', { rsv: 0b100 })),
    },
    {
      id: 'rsv2-text',
      title: 'RSV2 on a text frame',
      ...rule,
      play: failsOn(1002, text('Hello', { rsv: 0b010 })),
    },
    {
      id: 'rsv3-text',
      title: 'RSV3 on a text frame',
      ...rule,
      play: failsOn(1002, text('Hello', { rsv: 0b001 })),
    },
    {
      id: 'rsv-all-binary',
      title: 'RSV1, RSV2 and RSV3 on a binary frame',
      ...rule,
      play: failsOn(1002, binary('Hello', { rsv: 0b111 })),
    },
    {
      id: 'rsv1-continuation',
      title: 'RSV1 on a continuation, without an extension',
      ...rule,
      play: failsOn(1002, text('Hel', { fin: false }), continuation('lo', { rsv: 0b100 })),
    },
    {
      id: 'rsv2-ping',
      title: 'RSV2 on a ping',
      ...rule,
      play: failsOn(1002, ping('Hello', { rsv: 0b010 })),
    },
    {
      id: 'rsv3-close',
      title: 'RSV3 on a close frame',
      ...rule,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000, '', { rsv: 0b001 }));
        return refusedClose(conversation, 1002);
      },
    },
  ],
};

function withOpcode(opcode: number): Check {
  const digit = opcode.toString(16).toUpperCase();
  return {
    id: `opcode-${digit.toLowerCase()}`,
    title: `Reserved ${opcode < 0x8 ? 'data' : 'control'} opcode 0x${digit}`,
    ...rule,
    play: failsOn(1002, frame({ opcode, payload: 'Hello' })),
  };
}
