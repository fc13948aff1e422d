import { Opcode } from '../../wire/opcode';
import type { Chapter, Check, Play } from '../check';
import { binary, continuation, ping, text } from '../clientFrame';
import type { Conversation } from '../conversation';
import type { DeflateAgreement } from '../deflateAgreement';
import { MessageDeflater } from '../messageDeflate';
import { fail, pass, unclear, type Outcome } from '../outcome';
import { echoes, failed, limitText, taken } from '../plays';
import { usualOffer } from '../serverFacts';
import type { Stage } from '../stage';
import { needAcceptance, needDeflate } from './deflateOffers';
import { failConnection, takeMessage } from './wishes';

/** RSV1 says that a message is compressed (RFC 7692 §6). */
const compressed = { rsv: 0b100 } as const;
const compressedUnfinished = { ...compressed, fin: false } as const;

const hello = { opcode: Opcode.text, payload: 'Hello' } as const;
const longRun = { opcode: Opcode.text, payload: 'a'.repeat(65_536) } as const;

/** "Hello" compressed in one block with fixed codes (RFC 7692 §7.2.3.1). */
const helloDeflated = Buffer.from('f248cdc9c90700', 'hex');
/** "Hello" again, as a reference into the message before it (RFC 7692 §7.2.3.2). */
const helloReferred = Buffer.from('f200110000', 'hex');
/** "Hello" in a block that says it is the last one, and an empty block (RFC 7692 §7.2.3.4). */
const helloFinal = Buffer.from('f348cdc9c9070000', 'hex');
/** "Hello" in two blocks (RFC 7692 §7.2.3.5). */
const helloTwoBlocks = Buffer.from('f24805000000ffffcac9c90700', 'hex');
/** "Hello" in a block that is not compressed (RFC 7692 §7.2.3.3). */
const helloStored = Buffer.from('000500faff48656c6c6f00', 'hex');
/** The bytes 61 ff 62, which are not UTF-8, in a block that is not compressed. */
const brokenTextStored = Buffer.from('000300fcff61ff6200', 'hex');
/** Nothing (RFC 7692 §7.2.3.6). */
const nothingDeflated = Buffer.from('00', 'hex');

/** Window sizes that may be agreed on (RFC 7692 §7.1.2), as base-2 logarithms. */
const windows = [8, 9, 10, 11, 12, 13, 14, 15];

/** zlib refers back no further than its window less this (MIN_LOOKAHEAD). */
const zlibMargin = 262;

const good = { section: 'RFC 7692 §6.2', level: 'MUST', wants: takeMessage } as const;
const bad = { level: 'MUST', wants: failConnection } as const;

/** Compressed messages, of both sides. */
export const deflateMessages: Chapter = {
  title: 'Compression: messages',
  checks: [
    received('deflate-text', 'A compressed text message', '§7.2.3.1', [
      text(helloDeflated, compressed),
    ]),
    {
      id: 'deflate-binary',
      title: 'A compressed binary message',
      ...good,
      play: async (stage) => {
        const { conversation } = await join(stage);
        conversation.send(binary(helloDeflated, compressed));
        return taken(stage, conversation, { ...hello, opcode: Opcode.binary });
      },
    },
    received('deflate-not-compressed', 'A message that is not compressed', '§6', [text('Hello')]),
    {
      id: 'deflate-empty',
      title: 'An empty compressed message',
      ...good,
      section: 'RFC 7692 §7.2.3.6',
      play: async (stage) => {
        const { conversation } = await join(stage);
        conversation.send(text(nothingDeflated, compressed));
        return taken(stage, conversation, { ...hello, payload: '' });
      },
    },
    received('deflate-stored-block', 'A block that is not compressed', '§7.2.3.3', [
      text(helloStored, compressed),
    ]),
    received('deflate-final-block', 'A block that says it is the last one', '§7.2.3.4', [
      text(helloFinal, compressed),
    ]),
    received('deflate-two-blocks', 'Two blocks in one message', '§7.2.3.5', [
      text(helloTwoBlocks, compressed),
    ]),
    received('deflate-fragments', 'A compressed message in three fragments', '§6.1', [
      text(helloDeflated.subarray(0, 2), compressedUnfinished),
      continuation(helloDeflated.subarray(2, 4), { fin: false }),
      continuation(helloDeflated.subarray(4)),
    ]),
    received(
      'deflate-empty-last-fragment',
      'A compressed message, its last fragment empty',
      '§6.1',
      [text(helloDeflated, compressedUnfinished), continuation('')],
    ),
    {
      id: 'deflate-ping-between',
      title: 'A ping between the fragments of a compressed message',
      section: 'RFC 7692 §6.1, RFC 6455 §5.4',
      level: 'MUST',
      wants: 'Answer the ping before the message is complete, then take the message.',
      play: async (stage) => {
        const { conversation } = await join(stage);
        const first = text(helloDeflated.subarray(0, 3), compressedUnfinished);
        conversation.send(first, ping('between'));
        if (!(await conversation.untilPong('between'))) {
          return fail(`No pong came within ${limitText(conversation)}.`);
        }
        conversation.send(continuation(helloDeflated.subarray(3)));
        return taken(stage, conversation, hello);
      },
    },
    {
      id: 'deflate-context-takeover',
      title: 'A message that refers back to the one before it',
      section: 'RFC 7692 §7.2.3.2',
      level: 'MUST',
      wants: 'Take both messages, unless the client was told not to refer back.',
      play: async (stage) => {
        const { conversation, agreement } = await join(stage);
        if (agreement.clientNoContextTakeover) {
          return unclear('It asks for client_no_context_takeover.');
        }
        conversation.send(text(helloDeflated, compressed), text(helloReferred, compressed));
        return takenTwice(stage, conversation);
      },
    },
    {
      id: 'deflate-after-final-block',
      title: 'A message after one whose block says it is the last',
      section: 'RFC 7692 §7.2.3.4',
      level: 'MUST',
      wants: 'Take both messages.',
      play: async (stage) => {
        const { conversation } = await join(stage);
        conversation.send(text(helloFinal, compressed), text(helloDeflated, compressed));
        return takenTwice(stage, conversation);
      },
    },
    {
      id: 'deflate-long-run',
      title: '65,536 equal characters in about 90 bytes',
      ...good,
      play: async (stage) => {
        const { conversation, deflater } = await join(stage);
        conversation.send(text(deflater.deflate(longRun.payload), compressed));
        return taken(stage, conversation, longRun);
      },
    },
    broken('deflate-rsv1-continuation', 'RSV1 on a continuation', 'RFC 7692 §6', 1002, [
      text(helloDeflated.subarray(0, 3), compressedUnfinished),
      continuation(helloDeflated.subarray(3), compressed),
    ]),
    broken('deflate-rsv1-ping', 'RSV1 on a ping', 'RFC 7692 §6', 1002, [ping('Hello', compressed)]),
    broken('deflate-rsv2', 'RSV1 and RSV2 on a compressed message', 'RFC 6455 §5.2', 1002, [
      text(helloDeflated, { rsv: 0b110 }),
    ]),
    broken('deflate-corrupt', 'Compressed data that are corrupt', 'RFC 7692 §6.2', 1007, [
      text(Uint8Array.of(0xff, 0xff, 0xff, 0xff), compressed),
    ]),
    broken('deflate-too-far', 'A reference back beyond the beginning', 'RFC 7692 §6.2', 1007, [
      text(helloReferred, compressed),
    ]),
    broken('deflate-bad-utf8', 'A compressed text that is not UTF-8', 'RFC 6455 §8.1', 1007, [
      text(brokenTextStored, compressed),
    ]),
    {
      id: 'deflate-server-no-context-takeover',
      title: 'Two equal echoes after server_no_context_takeover',
      section: 'RFC 7692 §7.1.1.1',
      level: 'MUST',
      wants: 'Do not refer back to a message before.',
      play: async (stage) => {
        const message = { opcode: Opcode.text, payload: randomText(2_000) } as const;
        const offer = 'permessage-deflate; server_no_context_takeover';
        const { conversation } = await join(stage, offer);
        conversation.send(text(message.payload), text(message.payload));
        return inflated(stage, conversation, message.payload, 2);
      },
    },
    ...windows.map(serverWindow),
    ...windows.map(clientWindow),
  ],
};

interface Joined {
  readonly conversation: Conversation;
  readonly agreement: DeflateAgreement;
  /** Compresses as the agreement asks the client to. */
  readonly deflater: MessageDeflater;
}

async function join(stage: Stage, offer = usualOffer): Promise<Joined> {
  needDeflate(stage);
  const conversation = await stage.open({ fields: { 'Sec-WebSocket-Extensions': offer } });
  const agreement = needAcceptance(conversation, offer);
  const { clientNoContextTakeover: noContextTakeover, clientWindowBits: windowBits } = agreement;
  return {
    conversation,
    agreement,
    deflater: new MessageDeflater({ noContextTakeover, windowBits }),
  };
}

/** Frames that the server must take as the text "Hello". */
function received(
  id: string,
  title: string,
  section: string,
  frames: readonly Uint8Array[],
): Check {
  return {
    id,
    title,
    ...good,
    section: `RFC 7692 ${section}`,
    play: async (stage) => {
      const { conversation } = await join(stage);
      conversation.send(...frames);
      return taken(stage, conversation, hello);
    },
  };
}

/** Frames of which the last breaks a rule. */
function broken(
  id: string,
  title: string,
  section: string,
  code: number,
  frames: readonly Uint8Array[],
): Check {
  const play: Play = async (stage) => {
    const { conversation } = await join(stage);
    conversation.send(...frames);
    return failed(conversation, code);
  };
  return { id, title, section, ...bad, play };
}

async function takenTwice(stage: Stage, conversation: Conversation): Promise<Outcome> {
  const { opcode, payload } = hello;
  const count = () => conversation.count(opcode, payload);
  if (echoes(stage, opcode)) {
    await conversation.until(() => count() >= 2 || conversation.close || undefined);
    if (count() === 1) return fail('Only one of two echoes is as it was sent.');
  }
  return taken(stage, conversation, hello);
}

function serverWindow(bits: number): Check {
  return {
    id: `deflate-server-window-${bits}`,
    title: `A compressed echo after server_max_window_bits=${bits}`,
    section: 'RFC 7692 §7.1.2.1',
    level: 'MUST',
    wants: `Refer back by at most 2^${bits} bytes, or decline the offer.`,
    play: async (stage) => {
      const offer = `permessage-deflate; server_max_window_bits=${bits}`;
      const { conversation } = await join(stage, offer);
      // What comes twice lies just further apart than the window is wide.
      const payload = randomText(2 ** bits + 300).repeat(2);
      conversation.send(text(payload));
      return inflated(stage, conversation, payload, 1);
    },
  };
}

/** Judges echoes of the server that it should have compressed in the way that was agreed. */
async function inflated(
  stage: Stage,
  conversation: Conversation,
  payload: string,
  times: number,
): Promise<Outcome> {
  if (!echoes(stage, Opcode.text)) return unclear('It does not echo text.');
  const { messages } = conversation;
  const count = () => conversation.count(Opcode.text, payload);
  const broke = () => messages.find(({ problem }) => problem !== undefined);
  await conversation.until(() => count() >= times || broke() || conversation.close || undefined);
  const { problem } = broke() ?? {};
  if (problem !== undefined) return fail(`Its echo cannot be inflated as agreed: ${problem}.`);
  if (count() < times) return fail(`No echo came within ${limitText(conversation)}.`);
  return messages.some((message) => message.compressed)
    ? pass('Its echo inflates as agreed.')
    : unclear('It sent its echo without compression.');
}

function clientWindow(bits: number): Check {
  return {
    id: `deflate-client-window-${bits}`,
    title: `A message with references as far as client_max_window_bits=${bits} allows`,
    section: 'RFC 7692 §7.1.2.2',
    level: 'MUST',
    wants: takeMessage,
    play: async (stage) => {
      const offer = `permessage-deflate; client_max_window_bits=${bits}`;
      const { conversation, agreement } = await join(stage, offer);
      const windowBits = Math.min(bits, agreement.clientWindowBits);
      const { payload, deflated } = farReaching(windowBits);
      conversation.send(text(deflated, compressed));
      return taken(stage, conversation, { opcode: Opcode.text, payload });
    },
  };
}

/**
 * A text that comes twice, compressed so that its second half refers back by 2^windowBits bytes, or
 * by nearly as many for the greatest window. zlib must be given a larger window to reach so far.
 */
export function farReaching(windowBits: number): { payload: string; deflated: Uint8Array } {
  const zlibBits = Math.min(windowBits + 2, 15);
  const distance = Math.min(2 ** windowBits, 2 ** zlibBits - zlibMargin);
  const payload = randomText(distance).repeat(2);
  const deflater = new MessageDeflater({ noContextTakeover: true, windowBits: zlibBits });
  return { payload, deflated: deflater.deflate(payload) };
}

/** Text in which nothing comes twice but by chance; the same on every run. */
function randomText(length: number): string {
  let state = 1;
  let result = '';
  while (result.length < length) {
    // The generator of Lehmer, with the constants of Park and Miller.
    state = (state * 48_271) % 0x7f_ff_ff_ff;
    result += String.fromCharCode(0x30 + ((state >>> 8) % 64));
  }
  return result;
}
