import type { ClosePayload } from '../wire/closePayload';
import { closeCodeName } from '../wire/closeCode';
import { Opcode } from '../wire/opcode';
import type { Play } from './check';
import { ping } from './clientFrame';
import type { Conversation } from './conversation';
import { fail, pass, unclear, type Outcome } from './outcome';
import type { Stage } from './stage';

/**
 * Milliseconds after which a server that has not reacted to what it should not take is asked by a
 * ping whether it went on. Asking at once could cost its close frame: TCP drops what is under way
 * when a socket is closed with unread bytes in it.
 */
export const askAfterMs = 100;

const question = 'Still there?';

/** Codes of an end in which nothing is wrong (RFC 6455 §7.4.1). */
const peacefulCodes: ReadonlySet<number> = new Set([1000, 1001]);

/** A message that is sent to the server, as a whole. */
export interface Message {
  readonly opcode: typeof Opcode.text | typeof Opcode.binary;
  readonly payload: Uint8Array | string;
}

/** Sends frames that the server must take as one message, see {@link taken}. */
export function takes(message: Message, ...frames: readonly Uint8Array[]): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(...frames);
    return taken(stage, conversation, message);
  };
}

/** Sends frames of which the last breaks a rule, see {@link failed}. */
export function failsOn(code: number, ...frames: readonly Uint8Array[]): Play {
  return async (stage) => {
    const conversation = await stage.join();
    conversation.send(...frames);
    return failed(conversation, code);
  };
}

/**
 * Judges whether the server took a message that has been sent: by its echo where it echoes, else by
 * its answer to a ping that follows.
 */
export async function taken(
  stage: Stage,
  conversation: Conversation,
  { opcode, payload }: Message,
): Promise<Outcome> {
  if (!echoes(stage, opcode)) return readOn(stage, conversation);
  await conversation.until(
    () => conversation.count(opcode, payload) || conversation.close || undefined,
  );
  if (conversation.count(opcode, payload) > 0) return pass('Its echo is as it was sent.');
  const { close, ending, messages } = conversation;
  if (close) return fail(`It closed with ${codeText(close)}.`);
  if (ending !== undefined) return fail('It ended the connection without a close frame.');
  return fail(
    messages.length === 0
      ? `No echo came within ${limitText(conversation)}.`
      : `What came back within ${limitText(conversation)} is something else.`,
  );
}

export function echoes({ facts }: Stage, opcode: number): boolean {
  return opcode === Opcode.text ? facts.echoesText : facts.echoesBinary;
}

/** Judges by a ping whether the server has read what was sent and goes on. */
async function readOn(stage: Stage, conversation: Conversation): Promise<Outcome> {
  conversation.send(ping(question));
  await conversation.until(() => conversation.hasPong(question) || conversation.close || undefined);
  if (conversation.hasPong(question)) {
    return pass('It does not echo, but read on: it answered a ping that followed.');
  }
  const { close, ending } = conversation;
  if (close?.code === 1002 || close?.code === 1007)
    return fail(`It closed with ${codeText(close)}.`);
  if (close) {
    return unclear(`It closed with ${codeText(close)}, which its application may want.`);
  }
  if (ending !== undefined) {
    return unclear('It ended the connection without a close frame; its application may want that.');
  }
  if (!stage.facts.pongs) return unclear('It neither echoes nor answers pings.');
  return fail(`It did not answer a ping that followed within ${limitText(conversation)}.`);
}

/**
 * Judges whether the server fails the connection (RFC 6455 §7.1.7) after what has been sent.
 *
 * @param code what fits best; another one that tells of an error will do, too
 */
export async function failed(conversation: Conversation, code: number): Promise<Outcome> {
  await conversation.until(() => conversation.close, askAfterMs);
  if (!conversation.close && conversation.ending === undefined) conversation.send(ping(question));
  await conversation.until(
    () => conversation.close ?? (conversation.hasPong(question) || undefined),
  );
  const { close, ending } = conversation;
  if (close) return judgeCode(close, code);
  if (conversation.hasPong(question)) return fail('It went on: it answered a ping that followed.');
  if (ending === 'cut off') return unclear('It sent more than the kit takes.');
  if (ending !== undefined) return pass('It ended the connection without a close frame.');
  return fail(`${limitText(conversation)} later it had neither closed nor ended the connection.`);
}

function judgeCode(close: ClosePayload, wanted: number): Outcome {
  if (close.code === wanted) return pass(`It closed with ${codeText(close)}.`);
  if (close.code !== undefined && peacefulCodes.has(close.code)) {
    return unclear(`It closed with ${codeText(close)}, as if nothing were wrong.`);
  }
  return pass(
    `It closed with ${codeText(close)}; ${wanted} (${closeCodeName(wanted)}) would fit better.`,
  );
}

/**
 * Judges whether the server refuses a close frame that breaks a rule: by the code of an error, or by
 * ending the connection without an answer.
 */
export async function refusedClose(conversation: Conversation, code: number): Promise<Outcome> {
  const outcome = await failed(conversation, code);
  const { close } = conversation;
  if (!close || !isPeaceful(close)) return outcome;
  return fail(`It answered with ${codeText(close)}, as if nothing were wrong.`);
}

/**
 * Judges whether the server answers a close frame that breaks no rule (RFC 6455 §5.5.1).
 *
 * @param code the one that was sent; `undefined` for none
 */
export async function answeredClose(
  conversation: Conversation,
  code: number | undefined,
): Promise<Outcome> {
  const close = await conversation.untilClose();
  if (!close) {
    return fail(
      conversation.ending === undefined
        ? `No close frame came within ${limitText(conversation)}.`
        : 'It ended the connection without a close frame.',
    );
  }
  if (close.code === code) return pass(`It answered with ${codeText(close)}.`);
  if (!isPeaceful(close))
    return fail(`It took it for an error: it answered with ${codeText(close)}.`);
  return pass(`It answered with ${codeText(close)} instead of what it got.`);
}

/** Whether a close frame says that nothing is wrong. */
export function isPeaceful({ code }: ClosePayload): boolean {
  return code === undefined || peacefulCodes.has(code);
}

/** A close frame's code with its name, for a sentence. */
export function codeText({ code, reason }: ClosePayload): string {
  if (code === undefined) return 'no code';
  return `${code} (${closeCodeName(code)}${reason === '' ? '' : `, "${reason}"`})`;
}

/** The time that the server has for an answer, for a sentence. */
export function limitText({ answerLimitMs }: Conversation): string {
  return `${answerLimitMs / 1000} s`;
}
