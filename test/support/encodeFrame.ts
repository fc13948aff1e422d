/** A frame to write, legal or not (RFC 6455 §5.2). */
export interface FrameToEncode {
  readonly opcode: number;
  /** Unmasked; none unless told. */
  readonly payload?: Uint8Array;
  /** True unless told. */
  readonly fin?: boolean;
  /** RSV1, RSV2, RSV3 as a number of three bits, RSV1 the highest; 0 unless told. */
  readonly rsv?: number;
  /** Big-endian uint32; unmasked unless told. */
  readonly maskingKey?: number | undefined;
  /** The shortest form that holds the length unless told. */
  readonly lengthBits?: 7 | 16 | 64;
  /** What the header says; the payload's length unless told. */
  readonly declaredLength?: bigint;
}

/** Writes one frame. It shares no code with `src/wire`, which it is there to test. */
export function encodeFrame(frame: FrameToEncode): Uint8Array {
  const payload = Buffer.from(frame.payload ?? []);
  const length = frame.declaredLength ?? BigInt(payload.length);
  const header = Buffer.concat([
    Buffer.of(((frame.fin ?? true) ? 0x80 : 0) | ((frame.rsv ?? 0) << 4) | frame.opcode),
    encodeLength(length, frame.lengthBits ?? shortestForm(length)),
  ]);
  if (frame.maskingKey === undefined) return Buffer.concat([header, payload]);
  const key = Buffer.alloc(4);
  key.writeUInt32BE(frame.maskingKey);
  header[1]! |= 0x80;
  return Buffer.concat([header, key, payload.map((octet, index) => octet ^ key[index % 4]!)]);
}

function shortestForm(length: bigint): 7 | 16 | 64 {
  if (length < 126n) return 7;
  return length < 65536n ? 16 : 64;
}

function encodeLength(length: bigint, bits: 7 | 16 | 64): Buffer {
  if (bits === 7) return Buffer.of(Number(length));
  const bytes = Buffer.alloc(1 + bits / 8);
  bytes[0] = bits === 16 ? 126 : 127;
  if (bits === 16) bytes.writeUInt16BE(Number(length), 1);
  else bytes.writeBigUInt64BE(length, 1);
  return bytes;
}
