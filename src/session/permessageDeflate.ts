import type { Direction } from '../wire/direction';
import type { DeflateOffer } from './engineHabits';

/** How one end compresses its messages (RFC 7692 §7.1). */
export interface DeflateParameters {
  /** Whether a message may refer back to the messages before it. */
  readonly contextTakeover: boolean;
  /** Base-2 logarithm of the LZ77 window, 8 to 15. */
  readonly windowBits: number;
}

const greatestWindowBits = 15;

/**
 * Reads what permessage-deflate settled on, from the value of a response's
 * `Sec-WebSocket-Extensions` that `ws` has accepted, so that its grammar is known to be right.
 *
 * @param offer what this end offered: it keeps to that even if the server does not say it again
 *   (RFC 7692 §7.1.1.2, §7.1.2.2)
 * @returns `undefined` without permessage-deflate
 */
export function readPermessageDeflate(
  extensions: string,
  offer: DeflateOffer | false,
): Record<Direction, DeflateParameters> | undefined {
  // Should the server have sent several, `ws` goes by the first.
  const [first = ''] = extensions.split(',');
  const [name, ...parameters] = first.split(';').map((part) => part.trim().toLowerCase());
  if (name !== 'permessage-deflate') return undefined;
  const values = new Map(parameters.map(splitParameter));
  const parametersOf = (end: 'server' | 'client'): DeflateParameters => ({
    contextTakeover: !values.has(`${end}_no_context_takeover`),
    windowBits: Number(values.get(`${end}_max_window_bits`) ?? greatestWindowBits),
  });
  return { in: parametersOf('server'), out: limitedBy(offer, parametersOf('client')) };
}

function limitedBy(
  offer: DeflateOffer | false,
  { contextTakeover, windowBits }: DeflateParameters,
): DeflateParameters {
  if (!offer) return { contextTakeover, windowBits };
  const most = offer.clientMaxWindowBits;
  return {
    contextTakeover: contextTakeover && !offer.clientNoContextTakeover,
    windowBits: typeof most === 'number' ? Math.min(windowBits, most) : windowBits,
  };
}

/** A value may be a token or a quoted string (RFC 6455 §9.1). */
function splitParameter(parameter: string): [name: string, value: string] {
  const [name = '', value = ''] = parameter.split('=');
  return [name.trim(), value.trim().replaceAll('"', '')];
}
