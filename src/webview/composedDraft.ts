import { draftPayload } from '../protocol/draftPayload';
import { fragmentationMistake } from '../protocol/fragmentation';
import {
  mostDraftFragments,
  type ControlDraft,
  type Fragmentation,
  type FrameDraft,
  type MessageOptions,
  type PanelDraft,
} from '../protocol/frameDraft';
import { mayHaveTemplates, type ComposerState, type ControlState } from './composerState';
import { formatCount } from './format';
import { readWhole } from './numberField';

/** The field of the composer in which something is wrong. */
export type ComposerField =
  | 'message'
  | 'file'
  | 'closeCode'
  | 'closeReason'
  | 'maskingKey'
  | 'lengthBits'
  | 'declaredLength'
  | 'parts'
  | 'cutAt'
  | 'between';

export interface FieldMistake {
  readonly ok: false;
  readonly field: ComposerField;
  /** What is wrong, then what to do. */
  readonly message: string;
  /** Where in the message it is, in UTF-16 units; `undefined` if that is no single place. */
  readonly at?: number | undefined;
}

/** What the composer describes: a draft and the bytes of its payload, or what is wrong where. */
export type ComposedDraft =
  { readonly ok: true; readonly draft: PanelDraft; readonly size: number } | FieldMistake;

/** A draft as far as it has been put together, and the field that was put in last. */
type Step = readonly [field: ComposerField, draft: FrameDraft];

/** Reads what stands in the composer. Pure; it looks at every byte, so call it once a change. */
export function composeDraft(state: ComposerState): ComposedDraft {
  const { kind, message: text, encoding } = state;
  switch (kind) {
    case 'text':
    case 'json':
      return composeMessage(state, { kind, text, ...templatesOf(state) });
    case 'hex':
    case 'base64':
      return composeMessage(state, { kind: 'binary', encoding: kind, text });
    case 'file':
      return composeFile(state);
    case 'ping':
    case 'pong': {
      const written = encoding === 'text' ? {} : { encoding };
      return checked([['message', { kind, text, ...written, ...templatesOf(state) }]]);
    }
    case 'close':
      return composeClose(state);
    case 'frame':
      return composeFrame(state);
    case 'raw':
      return checked([['message', { kind, encoding, text, ...templatesOf(state) }]]);
  }
}

/** The mistake is in the field whose step fails first. */
function checked(steps: readonly Step[]): ComposedDraft {
  let composed: ComposedDraft = wrong('message', 'There is nothing to send.');
  for (const [field, draft] of steps) {
    const payload = draftPayload(draft);
    if (!payload.ok) return { ...payload, field };
    composed = { ok: true, draft, size: payload.bytes.length };
  }
  return composed;
}

function wrong(field: ComposerField, message: string): FieldMistake {
  return { ok: false, field, message };
}

function templatesOf(state: ComposerState): { templates?: true } {
  return state.templates && mayHaveTemplates(state) ? { templates: true } : {};
}

function compressOf({ compress }: ComposerState): Pick<MessageOptions, 'compress'> {
  return compress === 'habit' ? {} : { compress: compress === 'yes' };
}

function composeMessage(
  state: ComposerState,
  draft: Extract<FrameDraft, { kind: 'text' | 'json' | 'binary' }>,
): ComposedDraft {
  const whole = { ...draft, ...compressOf(state) };
  const fragments = fragmentsOf(state);
  if (!fragments) return checked([['message', whole]]);
  if (!fragments.ok) return fragments;
  const { cutField, cut, between } = fragments;
  const steps: Step[] = [
    ['message', whole],
    [cutField, { ...whole, fragments: { cut } }],
  ];
  if (between) steps.push(['between', { ...whole, fragments: { cut, between } }]);
  return checked(steps);
}

function composeFile(state: ComposerState): ComposedDraft {
  const { file } = state;
  if (!file) return wrong('file', 'No file is chosen yet. Choose one.');
  const draft = {
    kind: 'binary',
    encoding: 'file',
    file: file.file,
    ...compressOf(state),
  } as const;
  const fragments = fragmentsOf(state);
  if (!fragments) return { ok: true, draft, size: file.size };
  if (!fragments.ok) return fragments;
  const { cutField, cut, between } = fragments;
  const fragmentation = between ? { cut, between } : { cut };
  const mistake = fragmentationMistake(fragmentation, file.size);
  if (mistake) return { ...mistake, field: between ? 'between' : cutField };
  return { ok: true, draft: { ...draft, fragments: fragmentation }, size: file.size };
}

function composeClose(state: ComposerState): ComposedDraft {
  const { closeReason: reason } = state;
  const code = readCloseCode(state.closeCode);
  const draft = { kind: 'close', code, ...templatesOf(state) } as const;
  return checked([
    ['closeCode', { ...draft, reason: '' }],
    ['closeReason', { ...draft, reason }],
  ]);
}

/** No text is no code; what is no number becomes a code that no rule allows. */
function readCloseCode(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : 0;
}

function composeFrame(state: ComposerState): ComposedDraft {
  const { header, encoding, message: text } = state;
  const { maskingKey, lengthBits, declaredLength, ...bits } = header;
  const plain = { kind: 'frame', ...bits, encoding, text, ...templatesOf(state) } as const;
  const steps: Step[] = [['message', plain]];
  const key = maskingKey.replaceAll(/\s/g, '');
  const masked = header.masked && key !== '' ? { ...plain, maskingKey: key } : plain;
  steps.push(['maskingKey', masked]);
  const form = lengthFormOf(lengthBits);
  const formed = form === undefined ? masked : { ...masked, lengthBits: form };
  const declared = readDeclaredLength(declaredLength);
  if (declared === undefined) return checked([...steps, ['lengthBits', formed]]);
  if (typeof declared === 'string') return wrong('declaredLength', declared);
  return checked([...steps, ['declaredLength', { ...formed, declaredLength: declared }]]);
}

function lengthFormOf(bits: ComposerState['header']['lengthBits']): 7 | 16 | 64 | undefined {
  return ([7, 16, 64] as const).find((form) => String(form) === bits);
}

/** A length that the header may say, or a sentence; `undefined` for the true one. */
function readDeclaredLength(text: string): number | string | undefined {
  const digits = text.trim().replaceAll(/[,_]/g, '');
  if (digits === '') return undefined;
  if (!/^(?:\d{1,20}|0x[0-9a-f]{1,16})$/i.test(digits)) {
    return 'The declared length is a whole number. Write it in decimal, or in hex after 0x.';
  }
  const exact = BigInt(digits);
  const length = Number(exact);
  if (exact >= 2n ** 64n) return 'A length has 64 bits at most. Give a number below 2^64.';
  if (BigInt(length) === exact) return length;
  return `This length cannot be kept exactly. The nearest that can be is ${formatCount(length)}.`;
}

type ReadFragments =
  | {
      readonly ok: true;
      readonly cutField: 'parts' | 'cutAt';
      readonly cut: Fragmentation['cut'];
      readonly between: Fragmentation['between'];
    }
  | FieldMistake;

function fragmentsOf(state: ComposerState): ReadFragments | undefined {
  if (state.cut === 'none') return undefined;
  const between = betweenOf(state.between);
  if (between && 'ok' in between) return between;
  if (state.cut === 'at') return positionsOf(state.cutAt, between);
  const parts = readWhole(state.parts, 1, mostDraftFragments);
  if (parts !== undefined) return { ok: true, cutField: 'parts', cut: { parts }, between };
  return wrong(
    'parts',
    `Give a whole number of fragments, 1 to ${formatCount(mostDraftFragments)}.`,
  );
}

function positionsOf(text: string, between: Fragmentation['between']): ReadFragments {
  const positions = text.split(/[\s,;]+/).filter(Boolean);
  const at = positions.map((position) => readWhole(position, 0, Number.MAX_SAFE_INTEGER));
  const known = at.filter((position) => position !== undefined);
  if (known.length > 0 && known.length === at.length) {
    return { ok: true, cutField: 'cutAt', cut: { at: known }, between };
  }
  return wrong('cutAt', 'Give positions in bytes from the start, rising, such as 5, 12.');
}

/** `undefined` without any, so that the draft says nothing of them. */
function betweenOf(
  controls: readonly ControlState[],
): Exclude<Fragmentation['between'], undefined> | FieldMistake | undefined {
  if (controls.length === 0) return undefined;
  const between: { after: number; frame: ControlDraft }[] = [];
  for (const control of controls) {
    const after = readWhole(control.after, 1, mostDraftFragments);
    if (after === undefined) {
      return wrong('between', 'Say after which fragment the control frame stands, from 1.');
    }
    between.push({ after, frame: controlOf(control) });
  }
  return between;
}

function controlOf({ kind, text }: ControlState): ControlDraft {
  if (kind !== 'close') return { kind, text };
  const [, code = '', reason = ''] = /^\s*(\S*)\s*(.*)$/s.exec(text) ?? [];
  return { kind, code: readCloseCode(code), reason };
}
