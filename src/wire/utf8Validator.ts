/** Where in a sequence of octets the text stands; the next octet must fit (RFC 3629 §4). */
const State = {
  /** Between two characters. */
  start: 0,
  oneMore: 1,
  twoMore: 2,
  threeMore: 3,
  afterE0: 4,
  afterED: 5,
  afterF0: 6,
  afterF4: 7,
  broken: 8,
} as const;

/** The grammar of RFC 3629 §4: in a state, an octet from `low` to `high` leads to the next. */
const grammar: readonly (readonly [state: number, low: number, high: number, next: number])[] = [
  [State.start, 0x00, 0x7f, State.start],
  [State.start, 0xc2, 0xdf, State.oneMore],
  [State.start, 0xe0, 0xe0, State.afterE0],
  [State.start, 0xe1, 0xec, State.twoMore],
  [State.start, 0xed, 0xed, State.afterED],
  [State.start, 0xee, 0xef, State.twoMore],
  [State.start, 0xf0, 0xf0, State.afterF0],
  [State.start, 0xf1, 0xf3, State.threeMore],
  [State.start, 0xf4, 0xf4, State.afterF4],
  [State.oneMore, 0x80, 0xbf, State.start],
  [State.twoMore, 0x80, 0xbf, State.oneMore],
  [State.threeMore, 0x80, 0xbf, State.twoMore],
  [State.afterE0, 0xa0, 0xbf, State.oneMore],
  [State.afterED, 0x80, 0x9f, State.oneMore],
  [State.afterF0, 0x90, 0xbf, State.twoMore],
  [State.afterF4, 0x80, 0x8f, State.twoMore],
];

/** The next state at `state * 256 + octet`. */
const transitions = new Uint8Array((State.broken + 1) * 256).fill(State.broken);
for (const [state, low, high, next] of grammar) {
  transitions.fill(next, state * 256 + low, state * 256 + high + 1);
}

/** Whether bytes are UTF-8 as a whole; what a platform has for it may be many times faster. */
export type IsUtf8 = (bytes: Uint8Array) => boolean;

/** Bytes from which on it is worth asking the platform. */
const longText = 2048;

/** Bytes that are passed over in one step while they are ASCII. */
const stepBytes = 16;

/**
 * Says whether bytes that come in pieces are UTF-8. It can unmask on the way, so that a masked
 * payload needs no copy.
 */
export class Utf8Validator {
  private state: number = State.start;
  private bytes: Uint8Array | undefined;
  private view: DataView = new DataView(new ArrayBuffer(0));

  constructor(private readonly isUtf8?: IsUtf8) {}

  /** False from the first byte that cannot be UTF-8 until {@link reset}. */
  get valid(): boolean {
    return this.state !== State.broken;
  }

  /** True where the text may end: all characters have come whole. */
  get complete(): boolean {
    return this.state === State.start;
  }

  /** Begins a new text. */
  reset(): void {
    this.state = State.start;
  }

  /** Goes on where another stands. */
  follow({ state }: Utf8Validator): void {
    this.state = state;
  }

  /**
   * Takes the next bytes, `start` up to `end`, and returns {@link valid}.
   *
   * @param maskingKey big-endian uint32; 0 for bytes that are not masked
   * @param offset where in the masked payload `start` stands: it selects the octet of the key
   */
  push(bytes: Uint8Array, start = 0, end = bytes.length, maskingKey = 0, offset = 0): boolean {
    if (maskingKey === 0 && end - start >= longText && this.isWhole(bytes, start, end)) return true;
    const view = this.viewOf(bytes);
    // Steps are whole words, so the key stays in place for all of them.
    const key = rotateLeft(maskingKey, offset & 3);
    let { state } = this;
    for (let at = start; at < end && state !== State.broken; at += stepBytes) {
      if (state === State.start) at = skipAscii(view, at, end, key);
      state = pushOctets(state, view, at, Math.min(at + stepBytes, end), key);
    }
    this.state = state;
    return this.valid;
  }

  /** Whether a text that begins here is right and ends with its bytes; if not, we find out why. */
  private isWhole(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.isUtf8 || this.state !== State.start) return false;
    return this.isUtf8(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
  }

  /** A chunk holds many frames, and making a view costs more than reading a small frame. */
  private viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.view;
  }
}

/** Returns where the first step stands that is not all ASCII: four words are read at once. */
function skipAscii(view: DataView, start: number, end: number, key: number): number {
  let at = start;
  for (; at + stepBytes <= end; at += stepBytes) {
    const bits =
      (view.getInt32(at) ^ key) |
      (view.getInt32(at + 4) ^ key) |
      (view.getInt32(at + 8) ^ key) |
      (view.getInt32(at + 12) ^ key);
    if ((bits & 0x80808080) !== 0) break;
  }
  return at;
}

/** Octet by octet; `key` is rotated so that its first octet belongs to `start`. */
function pushOctets(
  before: number,
  view: DataView,
  start: number,
  end: number,
  key: number,
): number {
  let state = before;
  // A shift count is taken modulo 32, so the key repeats by itself.
  for (let at = start, shift = 24; at < end; at++, shift -= 8) {
    const octet = view.getUint8(at) ^ ((key >>> shift) & 0xff);
    state = transitions[(state << 8) | octet] ?? State.broken;
  }
  return state;
}

/** Rotates a uint32 by whole octets. */
function rotateLeft(word: number, octets: number): number {
  // A rotation by 0 shifts by 0 both ways, since a shift count is taken modulo 32.
  return (word << (octets * 8)) | (word >>> (32 - octets * 8));
}
