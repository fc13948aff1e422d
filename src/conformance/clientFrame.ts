import { lengthBitsOf, maskBit, type LengthBits } from '../wire/frameHeader';
import { applyMask } from '../wire/masking';
import { Opcode } from '../wire/opcode';

/**
 * The masking key of RFC 6455 §5.7. A client should draw each key at random; the kit sends the same
 * bytes on every run, so that a run can be repeated and compared byte by byte.
 */
export const exampleKey = 0x37fa213d;

/** A frame as a client sends it, or as no client should (RFC 6455 §5.2). */
export interface ClientFrame {
  readonly opcode: number;
  /** Unmasked; a text is sent as UTF-8. Empty unless told. */
  readonly payload?: Uint8Array | string;
  /** True unless told. */
  readonly fin?: boolean;
  /** RSV1, RSV2 and RSV3 as one number of three bits, RSV1 the highest; 0 unless told. */
  readonly rsv?: number;
  /** Big-endian uint32, or `undefined` for a frame without a mask; {@link exampleKey} unless told. */
  readonly maskingKey?: number | undefined;
  /** The shortest form that holds the length unless told. */
  readonly lengthBits?: LengthBits;
  /** What the header says; the length of the payload unless told. */
  readonly declaredLength?: bigint;
}

type FrameDetails = Omit<ClientFrame, 'opcode' | 'payload'>;

/** Writes a frame, legal or not. */
export function frame(fields: ClientFrame): Uint8Array {
  const payload = Buffer.from(fields.payload ?? '');
  const length = fields.declaredLength ?? BigInt(payload.length);
  const maskingKey = 'maskingKey' in fields ? fields.maskingKey : exampleKey;
  const fin = (fields.fin ?? true) ? 0x80 : 0;
  const firstByte = fin | ((fields.rsv ?? 0) << 4) | fields.opcode;
  const header = [firstByte, ...lengthBytes(length, fields.lengthBits ?? shortestForm(length))];
  if (maskingKey === undefined) return Buffer.concat([Buffer.from(header), payload]);
  header[1] = (header[1] ?? 0) | maskBit;
  applyMask(payload, maskingKey);
  return Buffer.concat([Buffer.from(header), uint32(maskingKey), payload]);
}

export function text(payload: Uint8Array | string, details: FrameDetails = {}): Uint8Array {
  return frame({ opcode: Opcode.text, payload, ...details });
}

export function binary(payload: Uint8Array | string, details: FrameDetails = {}): Uint8Array {
  return frame({ opcode: Opcode.binary, payload, ...details });
}

export function continuation(payload: Uint8Array | string, details: FrameDetails = {}): Uint8Array {
  return frame({ opcode: Opcode.continuation, payload, ...details });
}

export function ping(payload: Uint8Array | string, details: FrameDetails = {}): Uint8Array {
  return frame({ opcode: Opcode.ping, payload, ...details });
}

export function pong(payload: Uint8Array | string, details: FrameDetails = {}): Uint8Array {
  return frame({ opcode: Opcode.pong, payload, ...details });
}

/** A close frame with a code and a reason (RFC 6455 §5.5.1). */
export function close(
  code: number,
  reason: Uint8Array | string = '',
  details: FrameDetails = {},
): Uint8Array {
  const payload = Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason)]);
  return frame({ opcode: Opcode.close, payload, ...details });
}

function shortestForm(length: bigint): LengthBits {
  if (length < 126n) return lengthBitsOf(Number(length));
  return length < 65_536n ? 16 : 64;
}

/** The length field in a form, from its 7 bits on. */
function lengthBytes(length: bigint, bits: LengthBits): number[] {
  if (bits === 7) return [Number(length)];
  const octets = Array.from({ length: bits / 8 }, (_, index) => {
    const shift = BigInt(bits - 8 * (index + 1));
    return Number((length >> shift) & 0xffn);
  });
  return [bits === 16 ? 126 : 127, ...octets];
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
