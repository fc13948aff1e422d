import { readExtensions, type ExtensionParameter } from './extensionList';

const extensionName = 'permessage-deflate';

/** What both ends settled on for permessage-deflate (RFC 7692 §7.1). */
export interface DeflateAgreement {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** Base-2 logarithm of the window, 8 to 15. */
  readonly serverWindowBits: number;
  readonly clientWindowBits: number;
}

/** What a server made of an offer. */
export interface DeflateAnswer {
  /** `undefined` if it declined. */
  readonly agreement: DeflateAgreement | undefined;
  /** What breaks RFC 7692 §7.1 in the answer, in sentences. */
  readonly problems: readonly string[];
}

/** The largest window there is, which holds where nothing is said (RFC 7692 §7.1.2). */
const greatestWindowBits = 15;

/** 8 to 15, without leading zeros (RFC 7692 §7.1.2). */
const windowBitsShape = /^(?:[89]|1[0-5])$/;

/**
 * Reads what a server answered to one offer of permessage-deflate.
 *
 * @param offer the value of the request's `Sec-WebSocket-Extensions`: one extension
 * @param answer that of the answer
 */
export function readDeflateAnswer(offer: string, answer: string | undefined): DeflateAnswer {
  const accepted = readExtensions(answer ?? '');
  const first = accepted.find(({ name }) => name === extensionName);
  const others = accepted.filter((extension) => extension !== first);
  const problems = others.map(({ name }) => `The answer has "${name}", which was not asked for.`);
  if (!first) return { agreement: undefined, problems };
  const offered = readExtensions(offer)[0]?.parameters ?? [];
  return {
    agreement: agreementOf(first.parameters),
    problems: [
      ...problems,
      ...first.parameters.flatMap(shapeProblem),
      ...repeated(first.parameters),
      ...offerProblems(offered, first.parameters),
    ],
  };
}

function agreementOf(parameters: readonly ExtensionParameter[]): DeflateAgreement {
  return {
    serverNoContextTakeover: has(parameters, 'server_no_context_takeover'),
    clientNoContextTakeover: has(parameters, 'client_no_context_takeover'),
    serverWindowBits: windowBits(parameters, 'server_max_window_bits') ?? greatestWindowBits,
    clientWindowBits: windowBits(parameters, 'client_max_window_bits') ?? greatestWindowBits,
  };
}

function shapeProblem({ name, value }: ExtensionParameter): string[] {
  switch (name) {
    case 'server_no_context_takeover':
    case 'client_no_context_takeover':
      return value === undefined ? [] : [`The answer gives ${name} a value; it takes none.`];
    case 'server_max_window_bits':
    case 'client_max_window_bits':
      return windowBitsShape.test(value ?? '')
        ? []
        : [`The answer’s ${name} is "${value ?? ''}", not a number from 8 to 15.`];
    default:
      return [`The answer has the parameter "${name}", which RFC 7692 does not know.`];
  }
}

function repeated(parameters: readonly ExtensionParameter[]): string[] {
  const names = parameters.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `The answer has ${name} more than once.`);
}

function offerProblems(
  offered: readonly ExtensionParameter[],
  accepted: readonly ExtensionParameter[],
): string[] {
  const problems: string[] = [];
  if (has(offered, 'server_no_context_takeover') && !has(accepted, 'server_no_context_takeover')) {
    problems.push('The answer accepts the offer without its server_no_context_takeover.');
  }
  if (has(accepted, 'client_max_window_bits') && !has(offered, 'client_max_window_bits')) {
    problems.push('The answer has client_max_window_bits, which the offer does not allow.');
  }
  for (const name of ['server_max_window_bits', 'client_max_window_bits']) {
    const limit = windowBits(offered, name);
    const answered = windowBits(accepted, name);
    if (limit === undefined) continue;
    if (answered === undefined && name === 'server_max_window_bits') {
      problems.push(`The answer accepts the offer without its ${name}.`);
    }
    if (answered !== undefined && answered > limit) {
      problems.push(`The answer’s ${name} is ${answered}; the offer allows ${limit} at most.`);
    }
  }
  return problems;
}

function has(parameters: readonly ExtensionParameter[], wanted: string): boolean {
  return parameters.some(({ name }) => name === wanted);
}

function windowBits(parameters: readonly ExtensionParameter[], wanted: string): number | undefined {
  const value = parameters.find(({ name }) => name === wanted)?.value ?? '';
  return windowBitsShape.test(value) ? Number(value) : undefined;
}
