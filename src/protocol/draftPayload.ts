import { fragmentationMistake } from './fragmentation';
import type {
  CloseDraft,
  FrameDraft,
  JsonDraft,
  LaboratoryDraft,
  MessageOptions,
  PingPongDraft,
  RawDraft,
} from './frameDraft';
import { jsonMistake } from './jsonMistake';
import { mistake, type Mistake } from './mistake';
import { expandTemplates, type TemplateValues } from './templates';
import { readWrittenBytes, utf8, type ReadBytes } from './writtenBytes';

/** What a draft means on the wire, or why it cannot be sent. */
export type DraftPayload = ReadBytes;

/** Most bytes in the payload of a control frame (RFC 6455 §5.5). */
export const longestControlPayload = 125;
/** Most bytes in the reason of a close frame: a control payload without the two bytes of the code. */
export const longestCloseReason = longestControlPayload - 2;

/** What templates stand for until values are drawn for them: as long as those are, about. */
const sampleValues: TemplateValues = {
  uuid: () => '00000000-0000-4000-8000-000000000000',
  timestamp: 1_700_000_000_000,
  counter: 1,
  randomInt: (least) => least,
};

/**
 * Turns a draft into payload data, unmasked and not compressed, and looks for mistakes in all of
 * it. Pure: the panel calls it while the user types. Templates count as sample values.
 */
export function draftPayload(draft: FrameDraft): DraftPayload {
  switch (draft.kind) {
    case 'text':
      return messagePayload(draft, { ok: true, bytes: utf8(expanded(draft)) });
    case 'json':
      return messagePayload(draft, jsonPayload(draft));
    case 'binary':
      return messagePayload(draft, readWrittenBytes(draft));
    case 'ping':
    case 'pong':
      return controlPayload(draft);
    case 'close':
      return closePayload(draft);
    case 'frame':
      return laboratoryPayload(draft);
    case 'raw':
      return written(draft);
  }
}

/** Whether an end may put this code into a close frame (RFC 6455 §7.4). */
export function isSendableCloseCode(code: number): boolean {
  return (
    Number.isInteger(code) &&
    ((code >= 1000 && code <= 1003) ||
      (code >= 1007 && code <= 1014) ||
      (code >= 3000 && code <= 4999))
  );
}

function messagePayload({ fragments }: MessageOptions, payload: DraftPayload): DraftPayload {
  if (!payload.ok || !fragments) return payload;
  for (const { frame } of fragments.between ?? []) {
    const control = draftPayload(frame);
    if (!control.ok) return mistake(`In a control frame between fragments: ${control.message}`);
  }
  return fragmentationMistake(fragments, payload.bytes.length) ?? payload;
}

/** Sends the text as it was typed: the check must not change a number or a space. */
function jsonPayload({ text, templates }: JsonDraft): DraftPayload {
  const json = templates
    ? expandTemplates(text, sampleValues)
    : { text, placeBefore: (at: number) => at };
  return jsonMistake(text, json) ?? { ok: true, bytes: utf8(json.text) };
}

function controlPayload(draft: PingPongDraft): DraftPayload {
  const payload = written({ ...draft, encoding: draft.encoding ?? 'text' });
  if (!payload.ok || payload.bytes.length <= longestControlPayload) return payload;
  return mistake(
    `The payload of a control frame can have ${longestControlPayload} bytes; ` +
      `this one has ${payload.bytes.length}. Shorten it.`,
  );
}

function closePayload({ code, reason, templates }: CloseDraft): DraftPayload {
  const reasonBytes = utf8(expanded({ text: reason, templates }));
  if (code === undefined) {
    if (reasonBytes.length === 0) return { ok: true, bytes: reasonBytes };
    return mistake('A reason needs a close code before it. Give a code, 1000 for instance.');
  }
  if (!isSendableCloseCode(code)) {
    return mistake(
      `The close code ${code} must not be sent. Use 1000-1003, 1007-1014 or 3000-4999.`,
    );
  }
  if (reasonBytes.length > longestCloseReason) {
    return mistake(
      `The reason of a close frame can have ${longestCloseReason} bytes; ` +
        `this one has ${reasonBytes.length}. Shorten it.`,
    );
  }
  return { ok: true, bytes: Uint8Array.of(code >> 8, code & 0xff, ...reasonBytes) };
}

function laboratoryPayload(draft: LaboratoryDraft): DraftPayload {
  const payload = written(draft);
  if (!payload.ok) return payload;
  const { declaredLength = payload.bytes.length } = draft;
  return keyMistake(draft) ?? lengthMistake(draft, declaredLength) ?? payload;
}

function keyMistake({ masked, maskingKey }: LaboratoryDraft): Mistake | undefined {
  if (!masked || maskingKey === undefined || /^[0-9a-f]{8}$/i.test(maskingKey)) return undefined;
  return mistake('A masking key is four bytes. Write it as eight hex digits.');
}

/** What each form of the length can say (RFC 6455 §5.2). */
const lengthForms = {
  7: { below: 126, longest: '125' },
  16: { below: 2 ** 16, longest: '65,535' },
  64: { below: 2 ** 64, longest: '2^64 - 1' },
} as const;

function lengthMistake(
  { lengthBits = 64 }: LaboratoryDraft,
  declared: number,
): Mistake | undefined {
  const { below, longest } = lengthForms[lengthBits];
  if (declared < below) return undefined;
  return mistake(
    `A length in ${lengthBits} bits can be up to ${longest}; this one is ${declared}. Choose a longer form.`,
  );
}

/** Bytes that may be written as a text with templates. */
function written(draft: Parameters<typeof readWrittenBytes>[0] & Pick<RawDraft, 'templates'>) {
  if (draft.encoding !== 'text') return readWrittenBytes(draft);
  return readWrittenBytes({ encoding: 'text', text: expanded(draft) });
}

function expanded({ text, templates }: { text: string } & Pick<RawDraft, 'templates'>): string {
  return templates ? expandTemplates(text, sampleValues).text : text;
}
