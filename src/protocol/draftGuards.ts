import {
  isAnyOf,
  isBoolean,
  isBytes,
  isListOf,
  isOneOf,
  isOptional,
  isRecord,
  isText,
  isWhole,
  type Check,
} from './checks';
import {
  mostDraftFragments,
  type ControlDraft,
  type FileDraft,
  type Fragmentation,
  type FrameDraft,
  type PanelDraft,
} from './frameDraft';

/** Longest text that a panel may hand over, in UTF-16 units: what one message can sensibly hold. */
export const longestText = 64 * 1024 * 1024;
/** Most bytes that a draft may hold, as they are or as a file. */
export const longestDraftBytes = 64 * 1024 * 1024;
/** Longest name of a chosen file, in UTF-16 units. */
const longestFileName = 100;

const text = isText(longestText);
const bytes = isBytes(longestDraftBytes);
const templates = isOptional(isBoolean);
const position = isWhole(Number.MAX_SAFE_INTEGER);

const isControlDraft: Check<ControlDraft> = isAnyOf(
  isRecord({
    kind: isOneOf(['ping', 'pong']),
    text,
    encoding: isOptional(isOneOf(['text', 'hex', 'base64'])),
    templates,
  }),
  isRecord({
    kind: isOneOf(['close']),
    code: isOptional(isWhole(0xffff)),
    reason: text,
    templates,
  }),
);

const isFragmentation: Check<Fragmentation> = isRecord({
  cut: isAnyOf(
    isRecord({ parts: isWhole(mostDraftFragments) }),
    isRecord({ at: isListOf(position, mostDraftFragments) }),
  ),
  between: isOptional(
    isListOf(isRecord({ after: position, frame: isControlDraft }), mostDraftFragments),
  ),
});

const messageOptions = {
  fragments: isOptional(isFragmentation),
  compress: isOptional(isBoolean),
};

const laboratory = {
  kind: isOneOf(['frame']),
  fin: isBoolean,
  rsv1: isBoolean,
  rsv2: isBoolean,
  rsv3: isBoolean,
  opcode: isWhole(0xf),
  masked: isBoolean,
  maskingKey: isOptional(isText(100)),
  lengthBits: isOptional(isOneOf([7, 16, 64])),
  declaredLength: isOptional(isDeclaredLength),
  templates,
};

const writtenText = { encoding: isOneOf(['text', 'hex', 'base64']), text };
const writtenBytes = { encoding: isOneOf(['bytes']), bytes };

/** Checks a draft that comes from a panel or from another extension. */
export const isFrameDraft: Check<FrameDraft> = isAnyOf(
  isRecord({ kind: isOneOf(['text']), text, templates, ...messageOptions }),
  isRecord({ kind: isOneOf(['json']), text, templates, ...messageOptions }),
  isRecord({
    kind: isOneOf(['binary']),
    encoding: isOneOf(['hex', 'base64']),
    text,
    ...messageOptions,
  }),
  isRecord({ kind: isOneOf(['binary']), ...writtenBytes, ...messageOptions }),
  isControlDraft,
  isRecord({ ...laboratory, ...writtenText }),
  isRecord({ ...laboratory, ...writtenBytes }),
  isRecord({ kind: isOneOf(['raw']), ...writtenText, templates }),
  isRecord({ kind: isOneOf(['raw']), ...writtenBytes, templates }),
);

const isFileDraft: Check<FileDraft> = isRecord({
  kind: isOneOf(['binary']),
  encoding: isOneOf(['file']),
  file: isText(longestFileName),
  ...messageOptions,
});

/** Checks a draft that comes from a panel, which may name a file that was chosen. */
export const isPanelDraft: Check<PanelDraft> = isAnyOf(isFrameDraft, isFileDraft);

/** Whole, and within 64 bits; a double holds many whole numbers beyond the safe ones. */
function isDeclaredLength(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 64;
}
