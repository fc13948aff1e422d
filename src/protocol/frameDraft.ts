/** What the composer can describe and the inspector can send. */
export type FrameDraft =
  TextDraft | JsonDraft | BinaryDraft | ControlDraft | LaboratoryDraft | RawDraft;

/** Payload data, written in one way or another. */
export type WrittenBytes =
  | { readonly encoding: 'text' | 'hex' | 'base64'; readonly text: string }
  | { readonly encoding: 'bytes'; readonly bytes: Uint8Array };

/** Draws values for `{{uuid}}` and the like where it is sent; without it they stay as they are. */
interface WithTemplates {
  readonly templates?: boolean | undefined;
}

/** How a message is sent, whatever is in it. */
export interface MessageOptions {
  /** One frame unless told. */
  readonly fragments?: Fragmentation | undefined;
  /** As the habits of the connection say unless told. */
  readonly compress?: boolean | undefined;
}

export interface TextDraft extends MessageOptions, WithTemplates {
  readonly kind: 'text';
  readonly text: string;
}

/** Checked, and sent as it was typed. */
export interface JsonDraft extends MessageOptions, WithTemplates {
  readonly kind: 'json';
  readonly text: string;
}

export type BinaryDraft = { readonly kind: 'binary' } & MessageOptions &
  Exclude<WrittenBytes, { encoding: 'text' }>;

export type ControlDraft = PingPongDraft | CloseDraft;

export interface PingPongDraft extends WithTemplates {
  readonly kind: 'ping' | 'pong';
  readonly text: string;
  /** UTF-8 unless told. */
  readonly encoding?: 'text' | 'hex' | 'base64' | undefined;
}

export interface CloseDraft extends WithTemplates {
  readonly kind: 'close';
  readonly code: number | undefined;
  readonly reason: string;
}

/** How a message is cut into fragments (RFC 6455 §5.4). */
export interface Fragmentation {
  /**
   * Into so many parts of about the same size, or at these positions: bytes of the payload data
   * before it is compressed, in rising order. A cut may go through a character.
   */
  readonly cut: { readonly parts: number } | { readonly at: readonly number[] };
  /** Control frames, each sent after so many fragments, at least one and not all. */
  readonly between?:
    readonly { readonly after: number; readonly frame: ControlDraft }[] | undefined;
}

/** One frame whose header is written as it is told (RFC 6455 §5.2), whatever rule that breaks. */
export type LaboratoryDraft = {
  readonly kind: 'frame';
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0 to 15. */
  readonly opcode: number;
  readonly masked: boolean;
  /** Eight hex digits; as the habits of the connection say unless told. */
  readonly maskingKey?: string | undefined;
  /** The form of the length; the shortest that holds it unless told. */
  readonly lengthBits?: 7 | 16 | 64 | undefined;
  /** What the header says: a whole number below 2^64; the payload's length unless told. */
  readonly declaredLength?: number | undefined;
} & WithTemplates &
  WrittenBytes;

/** Bytes that are written to the wire as they are. */
export type RawDraft = { readonly kind: 'raw' } & WrittenBytes & WithTemplates;

/** A file that the host has let the user choose; the host reads it when it is sent. */
export type FileDraft = { readonly kind: 'binary'; readonly encoding: 'file' } & MessageOptions & {
    /** The name that the host gave it. */
    readonly file: string;
  };

/** What a panel may ask its host to send. */
export type PanelDraft = FrameDraft | FileDraft;

/** Most fragments that a draft may ask for. */
export const mostDraftFragments = 100_000;
