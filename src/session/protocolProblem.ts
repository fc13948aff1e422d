import { longestMessage } from './dial';
import type { EngineHabits } from './engineHabits';
import { settingNames, type LimitNames } from './limitNames';
import type { Problem, ProblemCode } from './problem';

/** The rules behind the errors that `ws` fails a connection with. */
const rules: Readonly<Record<string, string>> = {
  WS_ERR_EXPECTED_FIN: 'it fragmented a control frame (RFC 6455 §5.5)',
  WS_ERR_EXPECTED_MASK: 'it did not mask a frame (RFC 6455 §5.1)',
  WS_ERR_INVALID_CLOSE_CODE: 'it sent a close code that must not be sent (RFC 6455 §7.4)',
  WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH:
    'the payload of a control frame had a forbidden length (RFC 6455 §5.5)',
  WS_ERR_INVALID_OPCODE:
    'it sent a reserved opcode, or fragments out of order (RFC 6455 §5.2, §5.4)',
  WS_ERR_INVALID_UTF8: 'its text was not valid UTF-8 (RFC 6455 §8.1)',
  WS_ERR_UNEXPECTED_MASK: 'it masked a frame, which a server must not do (RFC 6455 §5.1)',
  WS_ERR_UNEXPECTED_RSV_1: 'it set the bit RSV1 where it has no meaning (RFC 6455 §5.2)',
  WS_ERR_UNEXPECTED_RSV_2_3: 'it set a reserved bit (RFC 6455 §5.2)',
};

/** What bounds what is received. */
export interface ReceivingLimits {
  /** Bytes. */
  readonly messageLimit: number;
  readonly habits: Pick<EngineHabits, 'mostFragments' | 'mostBufferedChunks'>;
  /** What raises the limits, in words; VS Code's settings unless told. */
  readonly limitNames?: LimitNames | undefined;
}

/**
 * Says in words why `ws` failed a connection after the opening handshake.
 *
 * @param limits those that `ws` was given; a message limit of 0 bytes is none
 */
export function protocolProblem(error: Error, limits: ReceivingLimits): Problem {
  const { code = '' } = error as NodeJS.ErrnoException;
  const problem = (problemCode: ProblemCode, message: string): Problem => ({
    code: problemCode,
    message,
    detail: error.message,
  });
  const rule = rules[code];
  if (rule !== undefined) {
    return problem(
      'protocol-error',
      `The other end broke the protocol: ${rule}. The connection was closed; the frame is in the list.`,
    );
  }
  switch (code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return problem('message-too-big', tooBigSentence(limits));
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return problem('too-many-parts', tooManyPartsSentence(error, limits.habits));
    default:
      if (!code.startsWith('Z_'))
        return problem('failed', `The connection failed: ${error.message}.`);
      return problem(
        'protocol-error',
        'A compressed message of the other end cannot be inflated (RFC 7692 §7.2.2). The connection was closed; the frame is in the list.',
      );
  }
}

/** Close codes by which the other end says that something of this end was wrong (RFC 6455 §7.4.1). */
const rejections: Readonly<Record<number, string>> = {
  1002: 'it says that this end broke the protocol (1002). The last frames sent are in the list.',
  1003: 'it does not take this kind of data (1003). Send another kind, text instead of binary for instance.',
  1007: 'the data of a message did not fit its kind (1007), text that is not UTF-8 for instance.',
  1009: 'a message was too big for it (1009). Send a smaller one, or raise the limit of the other end.',
};

/** The problem that the other end names by closing; `undefined` if its code names none of this end. */
export function rejectedProblem(code: number): Problem | undefined {
  const reason = rejections[code];
  if (reason === undefined) return undefined;
  return {
    code: 'rejected',
    message: `The other end closed the connection: ${reason}`,
    detail: undefined,
  };
}

/** The problem of a peer that closes before it has sent the last fragment of a message. */
export function unfinishedMessageProblem(): Problem {
  return {
    code: 'message-unfinished',
    message: `The other end closed in the middle of a message (RFC 6455 §5.4). ${whatCame}`,
    detail: undefined,
  };
}

/**
 * The problem of a connection that ended without a close frame (RFC 6455 §7.1.5).
 *
 * @param insideMessage fragments of a message that the other end has begun are missing
 */
export function connectionLostProblem(cause: Error | undefined, insideMessage: boolean): Problem {
  const inside = insideMessage ? ` It ended in the middle of a message. ${whatCame}` : '';
  return {
    code: 'connection-lost',
    message: `The connection was lost: it ended without a close frame (1006). The other end may have stopped or crashed, or something between cut it. Connect again.${inside}`,
    detail: cause?.message,
  };
}

const whatCame = 'The fragments that came are in the list.';

/** The problem of a peer that does not answer a close frame (RFC 6455 §7.1.5). */
export function closeTimeoutProblem(timeoutMs: number): Problem {
  return {
    code: 'close-timeout',
    message: `The other end did not answer the close frame within ${timeoutMs / 1000} s, so the connection was cut. Give it more time, or look what keeps it.`,
    detail: undefined,
  };
}

/** The problem of a peer that sends pings without reading the pongs. */
export function pingFloodProblem(mostPongsWaiting: number): Problem {
  return {
    code: 'ping-flood',
    message: `The other end floods this one with pings: ${mostPongsWaiting} pongs waited to be sent, so the connection was cut. Let it send fewer, or raise the limit of pongs that wait.`,
    detail: undefined,
  };
}

/** `ws` has one code for both limits, and tells them apart in its message only. */
function tooManyPartsSentence(error: Error, { mostFragments, mostBufferedChunks }: EngineLimits) {
  return error.message.includes('fragments')
    ? `The other end cut a message into more than ${inDigits(mostFragments)} fragments, so the connection was closed (1008). Let it send fewer, larger ones, or raise the limit of fragments.`
    : `A frame of the other end came in more than ${inDigits(mostBufferedChunks)} pieces, so the connection was closed (1008). Let it write larger pieces, or raise the limit of pieces.`;
}

type EngineLimits = ReceivingLimits['habits'];

function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}

function tooBigSentence({ messageLimit, limitNames = settingNames }: ReceivingLimits): string {
  const larger = 'A message of the other end is larger than';
  const closed = 'so the connection was closed (1009)';
  return messageLimit > 0 && messageLimit < longestMessage
    ? `${larger} the limit of ${messageLimit / 1_000_000} MB, ${closed}. To receive it, raise ${limitNames.messageSize}.`
    : `${larger} the 2.1 GB that can be received at all, ${closed}. Let it send the message in several.`;
}
