import { maskBit, type LengthBits } from './frameHeader';
import { applyMask } from './masking';

/** A frame to write (RFC 6455 §5.2), whether it keeps the rules or not. */
export interface FrameToEncode {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0 to 15. */
  readonly opcode: number;
  /** Big-endian uint32; `undefined` leaves the payload as it is and the MASK bit 0. */
  readonly maskingKey: number | undefined;
  /** The form of the length, which must hold it; the shortest that does unless told. */
  readonly lengthBits?: LengthBits | undefined;
  /** What the header says: a whole number below 2^64; the payload's length unless told. */
  readonly declaredLength?: number | undefined;
  /** Payload data, not masked. */
  readonly payload: Uint8Array;
}

/** Writes one frame into bytes of its own. */
export function encodeFrame(frame: FrameToEncode): Uint8Array<ArrayBuffer> {
  const { maskingKey, payload, declaredLength = payload.length } = frame;
  const lengthBits = frame.lengthBits ?? shortestLengthBits(declaredLength);
  const extended = lengthBits === 7 ? 0 : lengthBits / 8;
  const headerLength = 2 + extended + (maskingKey === undefined ? 0 : 4);
  const bytes = new Uint8Array(headerLength + payload.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = firstByteOf(frame);
  bytes[1] = (maskingKey === undefined ? 0 : maskBit) | lengthCode(lengthBits, declaredLength);
  if (lengthBits === 16) view.setUint16(2, declaredLength);
  // A double holds many whole numbers above 2^53, and BigInt takes each as it is.
  if (lengthBits === 64) view.setBigUint64(2, BigInt(declaredLength));
  bytes.set(payload, headerLength);
  if (maskingKey !== undefined) {
    view.setUint32(2 + extended, maskingKey);
    applyMask(bytes.subarray(headerLength), maskingKey);
  }
  return bytes;
}

/** The form that takes the fewest bytes, which the RFC asks for (RFC 6455 §5.2). */
export function shortestLengthBits(length: number): LengthBits {
  if (holdsLength(7, length)) return 7;
  return holdsLength(16, length) ? 16 : 64;
}

/** Whether a form of the length can say this length at all: 7 bits hold up to 125. */
export function holdsLength(lengthBits: LengthBits, length: number): boolean {
  return length < { 7: 126, 16: 2 ** 16, 64: 2 ** 64 }[lengthBits];
}

function firstByteOf({ fin, rsv1, rsv2, rsv3, opcode }: FrameToEncode): number {
  return (
    (Number(fin) << 7) |
    (Number(rsv1) << 6) |
    (Number(rsv2) << 5) |
    (Number(rsv3) << 4) |
    (opcode & 0xf)
  );
}

/** The seven bits that are the length, or say how long the length is. */
function lengthCode(lengthBits: LengthBits, length: number): number {
  if (lengthBits === 7) return length & 0x7f;
  return lengthBits === 16 ? 126 : 127;
}
