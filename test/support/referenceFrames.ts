import { constants, inflateRawSync } from 'node:zlib';

/**
 * A second reader of the WebSocket wire format (RFC 6455 §5.2), for tests only. It shares nothing
 * with `src/wire`: it takes a whole recording at once and reads it in the plainest way there is.
 */
export interface ReferenceFrame {
  /** Position of the frame's first byte; 0 is the first byte after the opening handshake. */
  readonly position: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly masked: boolean;
  /** Eight hex digits; empty for an unmasked frame. */
  readonly maskingKey: string;
  readonly lengthBits: 7 | 16 | 64;
  readonly headerLength: number;
  readonly payloadLength: number;
  /** Payload data, unmasked. */
  readonly payload: Buffer;
  /** The frame as it crossed the wire. */
  readonly bytes: Buffer;
}

export interface ReferenceStream {
  /** Start line and header fields of the opening handshake, with the empty line. */
  readonly head: string;
  readonly frames: readonly ReferenceFrame[];
  /** Bytes at the end that are no complete frame. */
  readonly rest: Buffer;
}

/** Reads one direction of a recorded connection: the handshake's head, then frames. */
export function readRecording(recording: Buffer): ReferenceStream {
  const headEnd = recording.indexOf('\r\n\r\n') + 4;
  if (headEnd < 4) throw new Error('The recording holds no complete handshake head.');
  const head = recording.toString('latin1', 0, headEnd);
  return { head, ...readFrames(recording.subarray(headEnd)) };
}

/** Reads frames from bytes that begin with one. */
export function readFrames(bytes: Buffer): Omit<ReferenceStream, 'head'> {
  const frames: ReferenceFrame[] = [];
  let position = 0;
  for (;;) {
    const frame = readFrame(bytes, position);
    if (!frame) return { frames, rest: bytes.subarray(position) };
    frames.push(frame);
    position += frame.bytes.length;
  }
}

/** The text messages of one direction, see {@link readMessages}. */
export function readTexts(frames: readonly ReferenceFrame[], contextTakeover = true): string[] {
  const messages = readMessages(frames, contextTakeover).filter(({ opcode }) => opcode === 1);
  return messages.map(({ payload }) => payload.toString());
}

export interface ReferenceMessage {
  readonly opcode: number;
  readonly payload: Buffer;
}

/**
 * The messages of one direction, reassembled and inflated as RFC 7692 §7.2.2 says. With context
 * takeover the window holds what came before.
 */
export function readMessages(
  frames: readonly ReferenceFrame[],
  contextTakeover = true,
): ReferenceMessage[] {
  const messages: ReferenceMessage[] = [];
  let window = Buffer.alloc(0);
  let message: ReferenceFrame[] = [];
  for (const frame of frames.filter(({ opcode }) => opcode < 8)) {
    message.push(frame);
    if (!frame.fin) continue;
    let payload = Buffer.concat(message.map((fragment) => fragment.payload));
    if (message[0]?.rsv1) {
      const dictionary = window.length > 0 ? { dictionary: window } : {};
      payload = inflateRawSync(Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]), {
        finishFlush: constants.Z_SYNC_FLUSH,
        ...dictionary,
      });
      if (contextTakeover) window = Buffer.concat([window, payload]).subarray(-32_768);
    }
    messages.push({ opcode: message[0]?.opcode ?? 0, payload });
    message = [];
  }
  return messages;
}

function readFrame(stream: Buffer, position: number): ReferenceFrame | undefined {
  const bytes = stream.subarray(position);
  if (bytes.length < 2) return undefined;
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  const masked = second >= 128;
  const short = second % 128;
  const lengthBits = short === 127 ? 64 : short === 126 ? 16 : 7;
  const lengthEnd = { 7: 2, 16: 4, 64: 10 }[lengthBits];
  const headerLength = lengthEnd + (masked ? 4 : 0);
  if (bytes.length < headerLength) return undefined;
  const payloadLength = {
    7: () => short,
    16: () => bytes.readUInt16BE(2),
    64: () => Number(bytes.readBigUInt64BE(2)),
  }[lengthBits]();
  const end = headerLength + payloadLength;
  if (bytes.length < end) return undefined;
  const key = bytes.subarray(lengthEnd, headerLength);
  const payload = Buffer.from(bytes.subarray(headerLength, end));
  if (masked) payload.forEach((byte, at) => (payload[at] = byte ^ key.readUInt8(at % 4)));
  return {
    position,
    fin: first >= 128,
    rsv1: (first & 64) > 0,
    rsv2: (first & 32) > 0,
    rsv3: (first & 16) > 0,
    opcode: first % 16,
    masked,
    maskingKey: key.toString('hex'),
    lengthBits,
    headerLength,
    payloadLength,
    payload,
    bytes: bytes.subarray(0, end),
  };
}
