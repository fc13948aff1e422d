/** How grave a finding is: an `error` breaks a rule of the RFCs, or bytes are missing. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** A departure from the RFCs, or something worth knowing, about one frame. */
export interface Finding {
  /** Stable: tests, filters and capture files may name it. */
  readonly code: FindingCode;
  /** One bit of a uint32, so that all findings of a frame fit a number. Stable as well. */
  readonly bit: number;
  readonly severity: FindingSeverity;
  /** Where the rule stands, `RFC 6455 §5.2` for instance. */
  readonly section: string;
  /** A sentence that says what the RFC asks for and what was seen. */
  readonly text: string;
}

const table = {
  'reserved-bits': {
    bit: 1 << 0,
    severity: 'error',
    section: 'RFC 6455 §5.2',
    text: 'A reserved bit must be 0 unless a negotiated extension gives it a meaning; this frame sets one that has none.',
  },
  'rsv1-on-continuation': {
    bit: 1 << 1,
    severity: 'error',
    section: 'RFC 7692 §6',
    text: 'Only the first frame of a message may set RSV1 (compressed); this continuation frame sets it.',
  },
  'rsv1-on-control': {
    bit: 1 << 2,
    severity: 'error',
    section: 'RFC 7692 §6',
    text: 'Control frames are never compressed and must not set RSV1; this control frame sets it.',
  },
  'reserved-opcode': {
    bit: 1 << 3,
    severity: 'error',
    section: 'RFC 6455 §5.2',
    text: 'Opcodes 0x3 to 0x7 and 0xB to 0xF are reserved; this frame uses one of them.',
  },
  'unmasked-from-client': {
    bit: 1 << 4,
    severity: 'error',
    section: 'RFC 6455 §5.1',
    text: 'A client must mask every frame it sends; this frame from the client is not masked.',
  },
  'masked-from-server': {
    bit: 1 << 5,
    severity: 'error',
    section: 'RFC 6455 §5.1',
    text: 'A server must not mask any frame it sends; this frame from the server is masked.',
  },
  'fragmented-control': {
    bit: 1 << 6,
    severity: 'error',
    section: 'RFC 6455 §5.5',
    text: 'A control frame must not be fragmented; this one does not set FIN.',
  },
  'oversized-control': {
    bit: 1 << 7,
    severity: 'error',
    section: 'RFC 6455 §5.5',
    text: 'The payload of a control frame must be 125 bytes or less; this one is longer.',
  },
  'non-minimal-length': {
    bit: 1 << 8,
    severity: 'error',
    section: 'RFC 6455 §5.2',
    text: 'The length must take the fewest bytes that can hold it; this frame uses a longer form than it needs.',
  },
  'length-overflow': {
    bit: 1 << 9,
    severity: 'error',
    section: 'RFC 6455 §5.2',
    text: 'The most significant bit of a 64-bit length must be 0; here it is 1, so everything that follows counts as payload of this frame.',
  },
  'length-uncountable': {
    bit: 1 << 10,
    severity: 'warning',
    section: 'RFC 6455 §5.2',
    text: 'The RFC allows lengths up to 2^63 - 1 bytes; this one is above 2^53 - 1, so it is shown rounded and everything that follows counts as payload of this frame.',
  },
  'continuation-without-message': {
    bit: 1 << 11,
    severity: 'error',
    section: 'RFC 6455 §5.4',
    text: 'A continuation frame must follow a text or binary frame without FIN; no message is unfinished here.',
  },
  'data-frame-inside-message': {
    bit: 1 << 12,
    severity: 'error',
    section: 'RFC 6455 §5.4',
    text: 'The fragments of two messages must not be mixed; this frame starts a message before the one before it has ended.',
  },
  'close-payload-one-byte': {
    bit: 1 << 13,
    severity: 'error',
    section: 'RFC 6455 §5.5.1',
    text: 'The payload of a close frame must be empty or begin with a code of two bytes; this one is a single byte.',
  },
  'close-code-invalid': {
    bit: 1 << 14,
    severity: 'error',
    section: 'RFC 6455 §7.4',
    text: 'A close frame may carry the codes 1000-1003, 1007-1014 and 3000-4999; this one carries another.',
  },
  'close-reason-not-utf8': {
    bit: 1 << 15,
    severity: 'error',
    section: 'RFC 6455 §5.5.1',
    text: 'The reason in a close frame must be UTF-8; this one is not.',
  },
  'invalid-utf8': {
    bit: 1 << 16,
    severity: 'error',
    section: 'RFC 6455 §8.1',
    text: 'A text message must be UTF-8 as a whole; it stops being so in this frame.',
  },
  'data-after-close': {
    bit: 1 << 17,
    severity: 'error',
    section: 'RFC 6455 §5.5.1',
    text: 'No data frame may follow a close frame from the same end; this one does.',
  },
  truncated: {
    bit: 1 << 18,
    severity: 'error',
    section: 'RFC 6455 §5.2',
    text: 'A frame is as long as its header says; the stream ended before that.',
  },
} as const satisfies Record<string, Omit<Finding, 'code'>>;

/** The stable names of all findings. */
export type FindingCode = keyof typeof table;

const codes = Object.keys(table) as FindingCode[];

/** Every finding there is, in the order of their bits. */
export const allFindings: readonly Finding[] = codes.map((code) => ({ code, ...table[code] }));

/** The bit that stands for a finding. */
export function findingBit(code: FindingCode): number {
  return table[code].bit;
}

/** The findings whose bits are set, in the order of their bits. */
export function findingsOf(bits: number): readonly Finding[] {
  return allFindings.filter((finding) => (bits & finding.bit) !== 0);
}
