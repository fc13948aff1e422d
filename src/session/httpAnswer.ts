import type { IncomingMessage } from 'node:http';
import { maskSecrets } from '../wire/knownSecrets';
import { maskUrl } from '../wire/secretMask';
import type { Problem } from './problem';

/** Bytes of a body that are kept to be shown. */
export const longestBodyShown = 16 * 1024;

/** What must not be shown of an answer. */
export interface AnswerSecrets {
  /** Names of query parameters. */
  readonly names: readonly string[];
  /** What this end sent: the other end may repeat it anywhere in its answer. */
  readonly values: readonly string[];
}

/** The problem of an HTTP answer that does not switch to WebSocket (RFC 6455 §4.1). */
export function httpAnswerProblem(
  answer: IncomingMessage,
  body: string,
  secrets: AnswerSecrets,
): Problem {
  const { statusCode = 0, statusMessage = '', headers } = answer;
  const status = maskSecrets(`${statusCode} ${statusMessage}`.trim(), secrets.values);
  const location = maskSecrets(maskUrl(headers.location ?? '', secrets.names), secrets.values);
  return {
    code: 'no-upgrade',
    message: `The server answered "${status}" instead of opening a WebSocket. ${advice(statusCode, location)}`,
    detail: body === '' ? undefined : maskSecrets(body, secrets.values),
  };
}

function advice(status: number, location: string): string {
  if (status >= 300 && status < 400) {
    return location === ''
      ? 'It wants another address but names none.'
      : `It points to ${location}. Connect there if you trust it.`;
  }
  switch (status) {
    case 401:
    case 407:
      return 'It wants to know who you are: give a user and password in the URL, or a header.';
    case 403:
      return 'It knows what you want and refuses. Check your credentials and the Origin header.';
    case 404:
    case 410:
      return 'There is nothing at this path. Check the path of the address.';
    case 426:
      return 'It asks for another protocol or WebSocket version. Check the address.';
    case 429:
      return 'It has had too many requests. Wait, then connect again.';
    default:
      return status >= 500
        ? 'Something failed on its side. Look at its log, or try again later.'
        : 'This address does not speak WebSocket. Check the port and the path.';
  }
}

/** Reads a body up to {@link longestBodyShown}. Resolves as well when the answer breaks off. */
export async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestBodyShown) break;
    }
  } catch {
    // What came before the answer broke off is still worth showing.
  }
  const text = Buffer.concat(chunks).toString('utf8', 0, longestBodyShown);
  return length > longestBodyShown ? `${text}\n… (only the first 16 KiB are shown)` : text;
}
