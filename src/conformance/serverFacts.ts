import { Opcode } from '../wire/opcode';
import { binary, ping, text } from './clientFrame';
import type { Conversation } from './conversation';
import type { DeflateAgreement } from './deflateAgreement';
import { fieldOf } from './openingAnswer';
import { shownText } from './shownText';
import type { Stage } from './stage';

/** What the kit finds out about a server before it checks it; no check takes it for granted. */
export interface ServerFacts {
  /** Whether it answers a ping (RFC 6455 §5.5.2). */
  readonly pongs: boolean;
  /** Whether it sends a text message back as it came, to no one else. */
  readonly echoesText: boolean;
  readonly echoesBinary: boolean;
  /** What it makes of `permessage-deflate; client_max_window_bits`; `undefined` if it declines. */
  readonly deflate: DeflateAgreement | undefined;
  /** The value of its header field Server, fit to be shown, or an empty text. */
  readonly software: string;
}

/** What holds until something has been found out. */
export const nothingKnown: ServerFacts = {
  pongs: false,
  echoesText: false,
  echoesBinary: false,
  deflate: undefined,
  software: '',
};

/** The offer that browsers make. */
export const usualOffer = 'permessage-deflate; client_max_window_bits';

const question = 'Does this server echo?';

/**
 * Finds out what can be asked of a server.
 *
 * @throws PlayEnds if it does not open a WebSocket
 */
export async function findFacts(stage: Stage): Promise<ServerFacts> {
  const bystander = await stage.join();
  const [echoesText, echoesBinary, deflate] = await Promise.all([
    echoes(await stage.join(), Opcode.text),
    echoes(await stage.join(), Opcode.binary),
    deflateOf(stage),
  ]);
  const pongs = await answersPing(bystander);
  // What one client says and all get is no echo: checks would hear each other.
  const broadcasts = bystander.messages.some(({ payload }) => isQuestion(payload));
  return {
    pongs,
    echoesText: echoesText && !broadcasts,
    echoesBinary: echoesBinary && !broadcasts,
    deflate,
    software: shownText((bystander.answer && fieldOf(bystander.answer, 'Server')) ?? ''),
  };
}

function isQuestion(payload: Uint8Array): boolean {
  return Buffer.from(payload).toString() === question;
}

async function answersPing(conversation: Conversation): Promise<boolean> {
  conversation.send(ping(question));
  return conversation.untilPong(question);
}

/** A server that takes binary data for text, or the other way round, has said enough. */
async function echoes(conversation: Conversation, opcode: number): Promise<boolean> {
  conversation.send(opcode === Opcode.text ? text(question) : binary(question));
  await conversation.until(
    () =>
      conversation.count(Opcode.text, question) ||
      conversation.count(Opcode.binary, question) ||
      undefined,
  );
  return conversation.count(opcode, question) > 0;
}

async function deflateOf(stage: Stage): Promise<DeflateAgreement | undefined> {
  const conversation = await stage.open({ fields: { 'Sec-WebSocket-Extensions': usualOffer } });
  return conversation.agreement;
}
