import { mostPongsWaiting } from './autoPong';
import { longestMessage } from './dial';
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

/**
 * Says in words why `ws` failed a connection after the opening handshake.
 *
 * @param messageLimit the longest message accepted, in bytes; 0 is no limit
 * @param limitName what raises it
 */
export function protocolProblem(error: Error, messageLimit: number, limitName: string): Problem {
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
      return problem('message-too-big', tooBigSentence(messageLimit, limitName));
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return problem(
        'too-many-parts',
        'The other end cut a message into too many pieces, so the connection was closed (1008). Let it send fewer, larger ones.',
      );
    default:
      if (!code.startsWith('Z_'))
        return problem('failed', `The connection failed: ${error.message}.`);
      return problem(
        'protocol-error',
        'A compressed message of the other end cannot be inflated (RFC 7692 §7.2.2). The connection was closed; the frame is in the list.',
      );
  }
}

/** The problem of a connection that ended without a close frame (RFC 6455 §7.1.5). */
export function connectionLostProblem(cause: Error | undefined): Problem {
  return {
    code: 'connection-lost',
    message:
      'The connection was lost: it ended without a close frame (1006). The other end may have stopped or crashed, or something between cut it. Connect again.',
    detail: cause?.message,
  };
}

/** The problem of a peer that sends pings without reading the pongs. */
export function pingFloodProblem(): Problem {
  return {
    code: 'ping-flood',
    message: `The other end floods this one with pings: ${mostPongsWaiting} pongs waited to be sent, so the connection was cut.`,
    detail: undefined,
  };
}

function tooBigSentence(messageLimit: number, limitName: string): string {
  const larger = 'A message of the other end is larger than';
  const closed = 'so the connection was closed (1009)';
  return messageLimit > 0 && messageLimit < longestMessage
    ? `${larger} the limit of ${messageLimit / 1_000_000} MB, ${closed}. To receive it, raise ${limitName}.`
    : `${larger} the 2.1 GB that can be received at all, ${closed}. Let it send the message in several.`;
}
