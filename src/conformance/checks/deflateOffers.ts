import type { Chapter, Check } from '../check';
import type { Conversation } from '../conversation';
import { readDeflateAnswer, type DeflateAgreement } from '../deflateAgreement';
import { fieldOf } from '../openingAnswer';
import { fail, pass, PlayEnds, unclear } from '../outcome';
import { limitText } from '../plays';
import { usualOffer } from '../serverFacts';
import type { Stage } from '../stage';

const field = 'Sec-WebSocket-Extensions';
const plain = 'permessage-deflate';

const legal: readonly (readonly [id: string, title: string, offer: string])[] = [
  ['offer-plain', 'The offer without parameters', plain],
  ['offer-usual', 'The offer of browsers: client_max_window_bits without a value', usualOffer],
  [
    'offer-server-no-context-takeover',
    'server_no_context_takeover',
    `${plain}; server_no_context_takeover`,
  ],
  [
    'offer-client-no-context-takeover',
    'client_no_context_takeover',
    `${plain}; client_no_context_takeover`,
  ],
  [
    'offer-client-max-window-bits-10',
    'client_max_window_bits=10',
    `${plain}; client_max_window_bits=10`,
  ],
  [
    'offer-quoted-value',
    'server_max_window_bits with its value in quotes',
    `${plain}; server_max_window_bits="12"`,
  ],
  [
    'offer-all-parameters',
    'All four parameters',
    `${plain}; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; client_max_window_bits=12`,
  ],
];

/** An offer is its own title unless it has another. */
const illegal: readonly (readonly [id: string, parameters: string, title?: string])[] = [
  ['offer-unknown-parameter', 'x_socket_playground', 'A parameter that nobody knows'],
  [
    'offer-parameter-twice',
    'server_no_context_takeover; server_no_context_takeover',
    'A parameter twice',
  ],
  ['offer-server-window-7', 'server_max_window_bits=7'],
  ['offer-server-window-16', 'server_max_window_bits=16'],
  ['offer-server-window-08', 'server_max_window_bits=08'],
  [
    'offer-server-window-no-value',
    'server_max_window_bits',
    'server_max_window_bits without a value',
  ],
  ['offer-client-window-7', 'client_max_window_bits=7'],
  ['offer-client-window-16', 'client_max_window_bits=16'],
  [
    'offer-takeover-value',
    'server_no_context_takeover=1',
    'server_no_context_takeover with a value',
  ],
];

/** What a server makes of offers of permessage-deflate. */
export const deflateOffers: Chapter = {
  title: 'Compression: offers',
  checks: [
    ...legal.map(([id, title, offer]) => legalOffer(id, title, offer, offer)),
    legalOffer(
      'offer-in-second-field',
      'The offer in the second of two fields of the same name',
      ['x-socket-playground', plain],
      plain,
      'RFC 6455 §9.1, §11.3.2',
    ),
    legalOffer(
      'offer-after-bad-one',
      'An offer that must be declined, then one that need not be',
      `${plain}; x_socket_playground, ${plain}`,
      plain,
    ),
    ...illegal.map(illegalOffer),
  ],
};

/**
 * @param sent the values of the header field
 * @param acceptable the offer that the server may accept
 */
function legalOffer(
  id: string,
  title: string,
  sent: string | readonly string[],
  acceptable: string,
  section = 'RFC 7692 §7.1',
): Check {
  return {
    id: `deflate-${id}`,
    title,
    section,
    level: 'MUST',
    wants: 'Accept it with parameters that fit it, or decline it.',
    play: async (stage) => {
      needDeflate(stage);
      const conversation = await stage.open({ fields: { [field]: sent } });
      needAcceptance(conversation, acceptable);
      const accepted = conversation.answer && fieldOf(conversation.answer, field);
      return pass(`It accepted with "${accepted}".`);
    },
  };
}

function illegalOffer([id, parameters, title = parameters]: (typeof illegal)[number]): Check {
  return {
    id: `deflate-${id}`,
    title,
    section: 'RFC 7692 §7.1',
    level: 'MUST',
    wants: 'Decline the offer.',
    play: async (stage) => {
      needDeflate(stage);
      const sent = `${plain}; ${parameters}`;
      const conversation = await stage.open({ fields: { [field]: sent } });
      const { answer, agreement } = conversation;
      if (!answer) return fail(`No answer came within ${limitText(conversation)}.`);
      if (agreement) {
        return fail(`It accepted with "${fieldOf(answer, field)}".`);
      }
      return answer.status === 101
        ? pass('It opened a WebSocket without compression.')
        : pass(`It refused the whole request with "${answer.statusText}".`);
    },
  };
}

/** @throws PlayEnds if the server does not even accept the offer of browsers */
export function needDeflate({ facts }: Stage): void {
  if (!facts.deflate) throw new PlayEnds(unclear('It does not speak permessage-deflate.'));
}

/**
 * What a server agreed to when it was made an offer that breaks no rule.
 *
 * @throws PlayEnds if it declined, refused the whole request, or accepted what was not offered
 */
export function needAcceptance(conversation: Conversation, offer: string): DeflateAgreement {
  const { answer } = conversation;
  if (!answer) throw new PlayEnds(fail(`No answer came within ${limitText(conversation)}.`));
  if (answer.status !== 101) throw new PlayEnds(fail(`It answered "${answer.statusText}".`));
  const { agreement, problems } = readDeflateAnswer(offer, fieldOf(answer, field));
  if (problems.length > 0) throw new PlayEnds(fail(problems.join(' ')));
  if (!agreement) throw new PlayEnds(unclear('It declined this offer, which it may.'));
  return agreement;
}
