import type { ChosenFile } from '../protocol/panelProtocol';
import { isRecord, oneOfOr, textOr, valuesOr } from './keptValues';

export const draftKinds = [
  'text',
  'json',
  'hex',
  'base64',
  'file',
  'ping',
  'pong',
  'close',
  'frame',
  'raw',
] as const;
export type DraftKind = (typeof draftKinds)[number];

export const encodings = ['text', 'hex', 'base64'] as const;
export type Encoding = (typeof encodings)[number];

export const compressions = ['habit', 'yes', 'no'] as const;
export const cuts = ['none', 'parts', 'at'] as const;
export const controlKinds = ['ping', 'pong', 'close'] as const;
export const lengthForms = ['', '7', '16', '64'] as const;

/** A control frame between the fragments of a message, as it was typed. */
export interface ControlState {
  readonly kind: (typeof controlKinds)[number];
  /** After how many fragments. */
  readonly after: string;
  /** The payload; of a close frame its code and then its reason. */
  readonly text: string;
}

/** The header of a laboratory frame, as it was typed. */
export interface HeaderState {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0 to 15. */
  readonly opcode: number;
  readonly masked: boolean;
  /** Hex digits; empty for a random one. */
  readonly maskingKey: string;
  /** Bits of the length; empty for the shortest form. */
  readonly lengthBits: (typeof lengthForms)[number];
  /** Empty for the true one. */
  readonly declaredLength: string;
}

/** What stands in the composer, as it was typed: right or wrong, nothing of it is lost. */
export interface ComposerState {
  readonly kind: DraftKind;
  readonly message: string;
  readonly closeCode: string;
  readonly closeReason: string;
  readonly file: ChosenFile | undefined;
  /** How the payload of a ping, a pong, a laboratory frame and raw bytes is written. */
  readonly encoding: Encoding;
  readonly templates: boolean;
  readonly compress: (typeof compressions)[number];
  readonly cut: (typeof cuts)[number];
  readonly parts: string;
  readonly cutAt: string;
  readonly between: readonly ControlState[];
  readonly header: HeaderState;
}

export const emptyHeader: HeaderState = {
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: 1,
  masked: true,
  maskingKey: '',
  lengthBits: '',
  declaredLength: '',
};

export const emptyControl: ControlState = { kind: 'ping', after: '1', text: '' };

export const emptyComposer: ComposerState = {
  kind: 'text',
  message: '',
  closeCode: '1000',
  closeReason: '',
  file: undefined,
  encoding: 'text',
  templates: false,
  compress: 'habit',
  cut: 'none',
  parts: '2',
  cutAt: '',
  between: [],
  header: emptyHeader,
};

/** Reads what was kept of a composer; what is of another shape is as in an empty one. */
export function readComposer(kept: unknown): ComposerState {
  if (!isRecord(kept)) return emptyComposer;
  const { between, header } = kept;
  return {
    ...valuesOr(kept, emptyComposer),
    kind: oneOfOr(draftKinds, kept.kind, emptyComposer.kind),
    file: readFile(kept.file),
    encoding: oneOfOr(encodings, kept.encoding, emptyComposer.encoding),
    compress: oneOfOr(compressions, kept.compress, emptyComposer.compress),
    cut: oneOfOr(cuts, kept.cut, emptyComposer.cut),
    between: Array.isArray(between) ? between.map(readControl) : [],
    header: readHeader(header),
  };
}

/** Whether it is as it was before the user touched it, but for the kind. */
export function isUntouched(composer: ComposerState): boolean {
  const empty = { ...emptyComposer, kind: composer.kind };
  return JSON.stringify(readComposer(composer)) === JSON.stringify(readComposer(empty));
}

/** Whether a kind is a message, which can be compressed and cut into fragments. */
export function isMessageKind(kind: DraftKind): boolean {
  return ['text', 'json', 'hex', 'base64', 'file'].includes(kind);
}

/** Whether the payload of a kind may be written as text, hex or base64. */
export function hasEncoding(kind: DraftKind): boolean {
  return ['ping', 'pong', 'frame', 'raw'].includes(kind);
}

/** Whether templates may stand in what is sent. */
export function mayHaveTemplates({ kind, encoding }: ComposerState): boolean {
  return hasEncoding(kind) ? encoding === 'text' : ['text', 'json', 'close'].includes(kind);
}

function readFile(kept: unknown): ChosenFile | undefined {
  if (!isRecord(kept) || typeof kept.size !== 'number') return undefined;
  return { file: textOr(kept.file, ''), name: textOr(kept.name, ''), size: kept.size };
}

function readControl(kept: unknown): ControlState {
  const control = valuesOr(kept, emptyControl);
  return { ...control, kind: oneOfOr(controlKinds, control.kind, emptyControl.kind) };
}

function readHeader(kept: unknown): HeaderState {
  const header = valuesOr(kept, emptyHeader);
  return {
    ...header,
    opcode: oneOfOr([...Array(16).keys()], header.opcode, emptyHeader.opcode),
    lengthBits: oneOfOr(lengthForms, header.lengthBits, emptyHeader.lengthBits),
  };
}
