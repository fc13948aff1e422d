import { opcodeOf } from '../../wire/frameBits';
import { Opcode } from '../../wire/opcode';
import type { Chapter, Check, Play } from '../check';
import { close, frame, ping, text } from '../clientFrame';
import type { Conversation } from '../conversation';
import { fail, pass, unclear, type Outcome } from '../outcome';
import {
  answeredClose,
  codeText,
  echoes,
  failed,
  isPeaceful,
  limitText,
  refusedClose,
} from '../plays';
import { answerClose } from './wishes';

/** Codes that an endpoint may send (RFC 6455 §7.4.1, §7.4.2). */
const legalCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];

/** Registered with IANA after the RFC; a server may not know them yet. */
const laterCodes = [1012, 1013, 1014];

/** Codes of which RFC 6455 §7.4.1 says that no close frame may carry them. */
const forbiddenCodes = [1005, 1006, 1015];

/** Codes that have no meaning: below 1000, not used or reserved, and beyond the last range. */
const undefinedCodes = [0, 999, 1004, 1016, 1100, 2000, 2999, 5000, 65_535];

const rule = { section: 'RFC 6455 §5.5.1', level: 'MUST', wants: answerClose } as const;

/** The closing handshake. */
export const closing: Chapter = {
  title: 'Closing handshake',
  checks: [
    {
      id: 'close-empty',
      title: 'A close frame without a code',
      ...rule,
      play: answers(undefined, frame({ opcode: Opcode.close })),
    },
    ...legalCodes.map(withLegalCode),
    ...laterCodes.map(withLaterCode),
    {
      id: 'close-reason',
      title: 'A close frame with a reason',
      ...rule,
      play: answers(1000, close(1000, 'grüße 😀')),
    },
    {
      id: 'close-longest-reason',
      title: 'A close frame with a reason of 123 bytes, the longest',
      ...rule,
      play: answers(1000, close(1000, 'x'.repeat(123))),
    },
    {
      id: 'close-one-byte',
      title: 'A close frame with one byte, half a code',
      section: 'RFC 6455 §5.5.1, §10.7',
      level: 'MUST',
      wants: 'Fail the connection.',
      play: refuses(frame({ opcode: Opcode.close, payload: Uint8Array.of(3) })),
    },
    ...forbiddenCodes.map(withForbiddenCode),
    ...undefinedCodes.map(withUndefinedCode),
    {
      id: 'close-once',
      title: 'Two close frames in one write',
      section: 'RFC 6455 §5.5.1',
      level: 'MUST',
      wants: 'Answer with one close frame.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000), close(1000));
        const answer = await answeredClose(conversation, 1000);
        if (answer.verdict !== 'pass') return answer;
        await conversation.untilEnd();
        const count = closeFrames(conversation);
        return count === 1 ? answer : fail(`It sent ${count} close frames.`);
      },
    },
    {
      id: 'close-ends-tcp',
      title: 'The TCP connection after the closing handshake',
      section: 'RFC 6455 §5.5.1',
      level: 'MUST',
      wants: 'Close the TCP connection at once, before the client does.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000));
        const answer = await answeredClose(conversation, 1000);
        if (answer.verdict !== 'pass') return answer;
        return (await conversation.untilEnd())
          ? pass('It closed the TCP connection.')
          : fail(`The TCP connection was still open ${limitText(conversation)} later.`);
      },
    },
    {
      id: 'close-discards-text',
      title: 'A text message behind a close frame',
      section: 'RFC 6455 §1.4, §5.5.1',
      level: 'SHOULD',
      wants: 'Answer the close frame, and discard the message.',
      play: async (stage) => {
        if (!echoes(stage, Opcode.text)) return unclear('It does not echo text.');
        const conversation = await stage.join();
        conversation.send(close(1000), text('Too late'));
        const answer = await answeredClose(conversation, 1000);
        if (answer.verdict !== 'pass') return answer;
        await conversation.untilEnd();
        return conversation.count(Opcode.text, 'Too late') === 0
          ? answer
          : fail('It echoed the message.');
      },
    },
    {
      id: 'close-discards-ping',
      title: 'A ping behind a close frame',
      section: 'RFC 6455 §1.4, §5.5.1',
      level: 'SHOULD',
      wants: 'Answer the close frame, and discard the ping.',
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000), ping('Too late'));
        const answer = await answeredClose(conversation, 1000);
        if (answer.verdict !== 'pass') return answer;
        await conversation.untilEnd();
        return conversation.hasPong('Too late') ? fail('It answered the ping.') : answer;
      },
    },
    {
      id: 'close-behind-message',
      title: 'A close frame right behind a text message',
      ...rule,
      play: answers(1000, text('Hello'), close(1000)),
    },
    {
      id: 'close-behind-ping',
      title: 'A close frame right behind a ping',
      ...rule,
      play: answers(1000, ping('Hello'), close(1000)),
    },
  ],
};

function answers(code: number | undefined, ...frames: readonly Uint8Array[]): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(...frames);
    return answeredClose(conversation, code);
  };
}

function refuses(sent: Uint8Array): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(sent);
    return refusedClose(conversation, 1002);
  };
}

function withLegalCode(code: number): Check {
  return {
    id: `close-${code}`,
    title: `A close frame with the code ${code}`,
    section: 'RFC 6455 §5.5.1, §7.4',
    level: 'MUST',
    wants: answerClose,
    play: answers(code, close(code)),
  };
}

function withLaterCode(code: number): Check {
  return {
    id: `close-${code}`,
    title: `A close frame with the code ${code}, registered after the RFC`,
    section: 'RFC 6455 §5.5.1, §11.7',
    level: 'MUST',
    wants: answerClose,
    play: async (stage) => {
      const conversation = await stage.join();
      conversation.send(close(code));
      const outcome = await answeredClose(conversation, code);
      const refused = conversation.close?.code === 1002;
      return refused ? unclear('It answered with 1002: it does not know the code.') : outcome;
    },
  };
}

function withForbiddenCode(code: number): Check {
  return neverSent({
    code,
    title: `A close frame with the code ${code}, which none may carry`,
    section: 'RFC 6455 §7.4.1, §10.7',
    level: 'MUST',
    judge: (conversation) => refusedClose(conversation, 1002),
  });
}

function withUndefinedCode(code: number): Check {
  return neverSent({
    code,
    title: `A close frame with the code ${code}, which has no meaning`,
    section: 'RFC 6455 §7.4',
    level: 'SHOULD',
    judge: async (conversation) => {
      const outcome = await failed(conversation, 1002);
      return leftOpen(conversation) ?? outcome;
    },
  });
}

interface NeverSent extends Pick<Check, 'title' | 'section' | 'level'> {
  readonly code: number;
  /** Judges what the server made of the code, unless it sent it back. */
  readonly judge: (conversation: Conversation) => Promise<Outcome>;
}

function neverSent({ code, judge, ...about }: NeverSent): Check {
  return {
    id: `close-${code}`,
    ...about,
    wants: 'Fail the connection; never send this code.',
    play: async (stage) => {
      const conversation = await stage.join();
      conversation.send(close(code));
      const outcome = await judge(conversation);
      return sentBack(conversation, code) ?? outcome;
    },
  };
}

/** Sending a code back is using it. */
function sentBack({ close: answer }: Conversation, code: number): Outcome | undefined {
  if (answer?.code !== code) return undefined;
  return fail(`It sent the code back: ${codeText(answer)}.`);
}

/** No rule says what a receiver must do with a code that has no meaning. */
function leftOpen({ close: answer }: Conversation): Outcome | undefined {
  if (!answer || !isPeaceful(answer)) return undefined;
  return unclear(`It answered with ${codeText(answer)}; the RFC asks for no more.`);
}

function closeFrames({ frames }: Conversation): number {
  return frames.filter(({ firstByte }) => opcodeOf(firstByte) === Opcode.close).length;
}
