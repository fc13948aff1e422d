import type {
  ControlDraft,
  FrameDraft,
  LaboratoryDraft,
  MessageOptions,
} from '../protocol/frameDraft';
import { hexByte } from './byteFormats';
import {
  emptyComposer,
  lengthForms,
  type ComposerState,
  type ControlState,
  type HeaderState,
} from './composerState';

/** What the composer shows for a draft, so that it can be changed and sent; the way back. */
export function draftInComposer(draft: FrameDraft): ComposerState {
  return {
    ...emptyComposer,
    ...partOf(draft),
    templates: 'templates' in draft && !!draft.templates,
  };
}

function partOf(draft: FrameDraft): Partial<ComposerState> {
  switch (draft.kind) {
    case 'text':
    case 'json':
      return { kind: draft.kind, message: draft.text, ...optionsOf(draft) };
    case 'binary':
      return { ...binaryPart(draft), ...optionsOf(draft) };
    case 'ping':
    case 'pong':
      return { kind: draft.kind, message: draft.text, encoding: draft.encoding ?? 'text' };
    case 'close':
      return {
        kind: 'close',
        closeCode: draft.code === undefined ? '' : String(draft.code),
        closeReason: draft.reason,
      };
    case 'frame':
      return { kind: 'frame', ...writtenPart(draft), header: headerOf(draft) };
    case 'raw':
      return { kind: 'raw', ...writtenPart(draft) };
  }
}

function binaryPart(draft: Extract<FrameDraft, { kind: 'binary' }>): Partial<ComposerState> {
  if (draft.encoding === 'bytes') return { kind: 'hex', message: hexOf(draft.bytes) };
  return { kind: draft.encoding, message: draft.text };
}

function writtenPart(
  draft: Extract<FrameDraft, { kind: 'frame' | 'raw' }>,
): Partial<ComposerState> {
  if (draft.encoding === 'bytes') return { encoding: 'hex', message: hexOf(draft.bytes) };
  return { encoding: draft.encoding, message: draft.text };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

function optionsOf({ compress, fragments }: MessageOptions): Partial<ComposerState> {
  const compressed = compress === undefined ? 'habit' : compress ? 'yes' : 'no';
  if (!fragments) return { compress: compressed };
  const { cut, between = [] } = fragments;
  const controls = between.map(controlState);
  if ('parts' in cut) {
    return { compress: compressed, cut: 'parts', parts: String(cut.parts), between: controls };
  }
  return { compress: compressed, cut: 'at', cutAt: cut.at.join(', '), between: controls };
}

function controlState({ after, frame }: { after: number; frame: ControlDraft }): ControlState {
  const text = frame.kind === 'close' ? `${frame.code ?? ''} ${frame.reason}`.trim() : frame.text;
  return { kind: frame.kind, after: String(after), text };
}

function headerOf(draft: LaboratoryDraft): HeaderState {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, maskingKey, lengthBits, declaredLength } = draft;
  return {
    fin,
    rsv1,
    rsv2,
    rsv3,
    opcode,
    masked,
    maskingKey: maskingKey ?? '',
    lengthBits: lengthForms.find((form) => form === String(lengthBits)) ?? '',
    declaredLength: declaredLength === undefined ? '' : String(declaredLength),
  };
}
