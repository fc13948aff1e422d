import { cutPayload } from '../protocol/fragmentation';
import { draftPayload } from '../protocol/draftPayload';
import type {
  BinaryDraft,
  ControlDraft,
  FrameDraft,
  JsonDraft,
  LaboratoryDraft,
  TextDraft,
} from '../protocol/frameDraft';
import { RequestError } from '../protocol/requestError';
import {
  frame,
  type Outgoing,
  type OutgoingFrame,
  type OutgoingMessage,
} from '../session/outgoing';
import { Opcode } from '../wire/opcode';

/**
 * What is sent for a draft whose templates have been replaced.
 *
 * @throws RequestError `bad-draft` with what is wrong
 */
export function outgoingOf(draft: FrameDraft): Outgoing {
  switch (draft.kind) {
    case 'text':
    case 'json':
    case 'binary':
      return messageOf(draft);
    case 'ping':
    case 'pong':
    case 'close':
      return controlOf(draft);
    case 'frame':
      return laboratoryFrameOf(draft);
    case 'raw':
      return { kind: 'bytes', bytes: payloadOf(draft) };
  }
}

/** Whether it may be sent while the closing handshake goes on: it is there to break rules. */
export function isFromLaboratory({ kind }: FrameDraft): boolean {
  return kind === 'frame' || kind === 'raw';
}

function messageOf(draft: TextDraft | JsonDraft | BinaryDraft): OutgoingMessage {
  const payload = payloadOf(draft);
  const { fragments, compress } = draft;
  const between = fragments?.between?.map(({ after, frame: control }) => ({
    after: after - 1,
    frame: controlOf(control),
  }));
  return {
    kind: 'message',
    opcode: draft.kind === 'binary' ? Opcode.binary : Opcode.text,
    fragments: fragments ? cutPayload(fragments, payload) : [payload],
    ...(between && { between }),
    compress,
  };
}

function controlOf(draft: ControlDraft): OutgoingFrame {
  return frame(Opcode[draft.kind], payloadOf(draft));
}

function laboratoryFrameOf(draft: LaboratoryDraft): OutgoingFrame {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, maskingKey, lengthBits, declaredLength } = draft;
  const key = maskingKey === undefined ? 'next' : Number.parseInt(maskingKey, 16);
  return {
    kind: 'frame',
    fin,
    rsv1,
    rsv2,
    rsv3,
    opcode,
    maskingKey: masked ? key : undefined,
    lengthBits,
    declaredLength,
    payload: payloadOf(draft),
  };
}

function payloadOf(draft: FrameDraft): Uint8Array {
  const payload = draftPayload(draft);
  if (!payload.ok) throw new RequestError('bad-draft', payload.message);
  return payload.bytes;
}
