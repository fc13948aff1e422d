import type { Chapter, Check, Play } from '../check';
import type { Conversation } from '../conversation';
import { acceptanceProblems, fieldOf } from '../openingAnswer';
import type { RequestChange } from '../openingRequest';
import { fail, pass, unclear, type Outcome } from '../outcome';
import { limitText } from '../plays';
import { acceptRequest, refuseRequest } from './wishes';

const proper = { level: 'MUST', wants: acceptRequest } as const;
const refused = { level: 'MUST', wants: refuseRequest } as const;

/** A version that no server knows (RFC 6455 §4.1 item 9). */
const unknownVersion = '99';

/** What no server can know. */
const madeUpExtension = 'x-socket-playground';
const madeUpSubprotocol = 'socket-playground.invalid';

/** Milliseconds between two writes of a slow request. */
const slowPauseMs = 2;

const lowerCase = (name: string) => name.toLowerCase();

/** The opening handshake: requests that must be accepted, and those that must not. */
export const handshakes: Chapter = {
  title: 'Opening handshake',
  checks: [
    {
      id: 'handshake-usual',
      title: 'The usual request',
      section: 'RFC 6455 §4.2.2',
      ...proper,
      wants: 'Answer 101 with Upgrade, Connection and the right Sec-WebSocket-Accept.',
      play: accepts({}),
    },
    {
      id: 'handshake-lower-case',
      title: 'All field names in lower case',
      section: 'RFC 9110 §5.1',
      ...proper,
      play: accepts({ spell: lowerCase }),
    },
    {
      id: 'handshake-other-case',
      title: 'The values "WebSocket" and "UPGRADE" in another case',
      section: 'RFC 6455 §4.2.1',
      ...proper,
      play: accepts({ fields: { Upgrade: 'WebSocket', Connection: 'UPGRADE' } }),
    },
    {
      id: 'handshake-connection-list',
      title: 'Connection: keep-alive, Upgrade',
      section: 'RFC 6455 §4.2.1',
      ...proper,
      play: accepts({ fields: { Connection: 'keep-alive, Upgrade' } }),
    },
    {
      id: 'handshake-unknown-field',
      title: 'A header field that nobody knows',
      section: 'RFC 6455 §4.2.1',
      ...proper,
      play: accepts({ fields: { 'X-Socket-Playground': 'unknown' } }),
    },
    {
      id: 'handshake-slow',
      title: `The usual request byte by byte, ${slowPauseMs} ms apart`,
      section: 'RFC 6455 §4.2.1',
      ...proper,
      play: async (stage) => accepted(await stage.open({}, { size: 1, pauseMs: slowPauseMs })),
    },
    {
      id: 'handshake-nothing-unasked',
      title: 'A request for no extension and no subprotocol',
      section: 'RFC 6455 §4.2.2',
      ...proper,
      wants: 'Choose neither an extension nor a subprotocol.',
      play: chooses({}),
    },
    {
      id: 'handshake-unknown-extension',
      title: 'An offer of an extension that nobody knows',
      section: 'RFC 6455 §4.2.2, §9.1',
      ...proper,
      wants: 'Open a WebSocket without the extension.',
      play: chooses({ fields: { 'Sec-WebSocket-Extensions': madeUpExtension } }),
    },
    {
      id: 'handshake-unknown-subprotocol',
      title: 'An offer of a subprotocol that nobody knows',
      section: 'RFC 6455 §4.2.2',
      level: 'MUST',
      wants: 'Choose no subprotocol but the one that was offered.',
      play: async (stage) => {
        const fields = { 'Sec-WebSocket-Protocol': madeUpSubprotocol };
        const { answer } = await stage.open({ fields });
        if (!answer) return fail('It did not answer.');
        const chosen = fieldOf(answer, 'Sec-WebSocket-Protocol');
        if (chosen !== undefined && chosen !== madeUpSubprotocol) {
          return fail(`It chose "${chosen}", which was not offered.`);
        }
        return pass(
          answer.status === 101
            ? `It opened a WebSocket ${chosen === undefined ? 'without a' : 'with the'} subprotocol.`
            : `It answered "${answer.statusText}", which it may.`,
        );
      },
    },
    refusal('handshake-http-1-0', 'HTTP/1.0', '§4.2.1', { version: 'HTTP/1.0' }),
    refusal('handshake-post', 'The method POST', '§4.2.1', {
      method: 'POST',
      fields: { 'Content-Length': '0' },
    }),
    refusal('handshake-no-host', 'A request without Host', '§4.2.1', {
      fields: { Host: undefined },
    }),
    ordinaryRequest('handshake-no-upgrade', 'A request without Upgrade', {
      fields: { Upgrade: undefined },
    }),
    ordinaryRequest('handshake-other-upgrade', 'An upgrade to something else', {
      fields: { Upgrade: 'socket-playground' },
    }),
    ordinaryRequest('handshake-no-connection', 'A request without Connection: Upgrade', {
      fields: { Connection: 'keep-alive' },
    }),
    refusal('handshake-no-key', 'A request without Sec-WebSocket-Key', '§4.2.1', {
      fields: { 'Sec-WebSocket-Key': undefined },
    }),
    refusal('handshake-empty-key', 'An empty Sec-WebSocket-Key', '§4.2.1', {
      fields: { 'Sec-WebSocket-Key': '' },
    }),
    refusal('handshake-short-key', 'A Sec-WebSocket-Key of 10 bytes', '§4.2.1', {
      fields: { 'Sec-WebSocket-Key': Buffer.from('ten bytes!').toString('base64') },
    }),
    {
      id: 'handshake-key-no-base64',
      title: 'A Sec-WebSocket-Key of the right length that is not base64',
      section: 'RFC 6455 §4.2.1, §4.2.2',
      ...refused,
      play: async (stage) => {
        const fields = { 'Sec-WebSocket-Key': '!!!!!!!!!!!!!!!!!!!!!!==' };
        const conversation = await stage.open({ fields });
        if (conversation.answer?.status !== 101) return refusedRequest(conversation);
        const problems = acceptanceProblems(conversation.answer, conversation.key);
        return problems.length > 0
          ? fail(`It opened a WebSocket. ${problems.join(' ')}`)
          : unclear('It opened a WebSocket; §4.2.2 says that it need not decode the key.');
      },
    },
    refusal('handshake-no-version', 'A request without Sec-WebSocket-Version', '§4.2.1', {
      fields: { 'Sec-WebSocket-Version': undefined },
    }),
    refusal('handshake-unknown-version', `Sec-WebSocket-Version: ${unknownVersion}`, '§4.2.2', {
      fields: { 'Sec-WebSocket-Version': unknownVersion },
    }),
    {
      id: 'handshake-version-answer',
      title: 'The answer to a version that it does not know',
      section: 'RFC 6455 §4.2.2, §4.4',
      level: 'MUST',
      wants: 'Name the versions that it knows in Sec-WebSocket-Version.',
      play: async (stage) => {
        const fields = { 'Sec-WebSocket-Version': unknownVersion };
        const { answer } = await stage.open({ fields });
        if (!answer) return fail('It did not answer.');
        const versions = fieldOf(answer, 'Sec-WebSocket-Version');
        if (versions === undefined) {
          return fail(`It answered "${answer.statusText}" and named no version.`);
        }
        return versions.split(',').some((version) => version.trim() === '13')
          ? pass(`It answered "${answer.statusText}" and named ${versions}.`)
          : fail(`It named ${versions}, not 13.`);
      },
    },
  ],
};

function accepts(change: RequestChange): Play {
  return async (stage) => accepted(await stage.open(change));
}

function accepted(conversation: Conversation): Outcome {
  const { answer, key } = conversation;
  if (!answer) return fail(noAnswer(conversation));
  if (answer.status !== 101) return fail(`It answered "${answer.statusText}".`);
  const problems = acceptanceProblems(answer, key);
  return problems.length === 0
    ? pass('It opened a WebSocket.')
    : fail(`It answered 101. ${problems.join(' ')}`);
}

/** Wants a WebSocket without any extension or subprotocol. */
function chooses(change: RequestChange): Play {
  return async (stage) => {
    const conversation = await stage.open(change);
    const outcome = accepted(conversation);
    const { answer } = conversation;
    if (outcome.verdict !== 'pass' || !answer) return outcome;
    const chosen = ['Sec-WebSocket-Extensions', 'Sec-WebSocket-Protocol'].flatMap((name) => {
      const value = fieldOf(answer, name);
      return value === undefined || value === '' ? [] : [`${name}: ${value}`];
    });
    return chosen.length === 0 ? pass('It chose none.') : fail(`It chose ${chosen.join(', ')}.`);
  };
}

function refusal(id: string, title: string, section: string, change: RequestChange): Check {
  return {
    id,
    title,
    section: `RFC 6455 ${section}`,
    ...refused,
    play: async (stage) => refusedRequest(await stage.open(change)),
  };
}

/** A request that is none for a WebSocket; a server may answer it as any other. */
function ordinaryRequest(id: string, title: string, change: RequestChange): Check {
  return {
    id,
    title,
    section: 'RFC 6455 §4.2.1',
    level: 'MUST',
    wants: 'Do not open a WebSocket.',
    play: async (stage) => {
      const conversation = await stage.open(change);
      const { answer } = conversation;
      if (!answer) return unclear(`It did not open a WebSocket. ${noAnswer(conversation)}`);
      return answer.status === 101
        ? fail('It opened a WebSocket.')
        : pass(`It answered "${answer.statusText}".`);
    },
  };
}

function refusedRequest(conversation: Conversation): Outcome {
  const { answer, ending } = conversation;
  if (!answer) {
    return ending === undefined || conversation.answerText !== ''
      ? fail(noAnswer(conversation))
      : pass('It closed the connection without an answer, which §10.7 allows.');
  }
  if (answer.status === 101) return fail('It opened a WebSocket.');
  return answer.status >= 400
    ? pass(`It answered "${answer.statusText}".`)
    : unclear(`It answered "${answer.statusText}", which is no error.`);
}

function noAnswer(conversation: Conversation): string {
  if (conversation.answerText !== '') return 'What it answered is no HTTP.';
  return conversation.ending === undefined
    ? `No answer came within ${limitText(conversation)}.`
    : 'It closed the connection without an answer.';
}
