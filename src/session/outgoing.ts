import type { FrameToEncode } from '../wire/frameEncoder';
import { Opcode } from '../wire/opcode';
import { writeClosePayload } from '../wire/closePayload';

/** What can be sent, from a message that keeps every rule down to plain bytes. */
export type Outgoing = OutgoingMessage | OutgoingFrame | OutgoingBytes;

/** A message (RFC 6455 §5.4); compressed, if it is, by permessage-deflate (RFC 7692 §7.2.1). */
export interface OutgoingMessage {
  readonly kind: 'message';
  readonly opcode: typeof Opcode.text | typeof Opcode.binary;
  /** The payload data of each fragment, not compressed; at least one. */
  readonly fragments: readonly Uint8Array[];
  /** Control frames, each sent after the fragment with this index. */
  readonly between?: readonly { readonly after: number; readonly frame: OutgoingFrame }[];
  /** As the habits of the connection say unless told. */
  readonly compress?: boolean | undefined;
}

/** One frame, sent as it is. */
export interface OutgoingFrame extends Omit<FrameToEncode, 'maskingKey'> {
  readonly kind: 'frame';
  /** `next` leaves the masking key to the habits of the connection. */
  readonly maskingKey: FrameToEncode['maskingKey'] | 'next';
}

/** Bytes that need not be frames. */
export interface OutgoingBytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}

/** A message of one frame. */
export function message(opcode: OutgoingMessage['opcode'], payload: Uint8Array): OutgoingMessage {
  return { kind: 'message', opcode, fragments: [payload] };
}

/** A text message of one frame. */
export function textMessage(text: string): OutgoingMessage {
  return message(Opcode.text, Buffer.from(text));
}

/** A frame with FIN and without reserved bits, masked. */
export function frame(opcode: number, payload: Uint8Array, fin = true): OutgoingFrame {
  const bits = { fin, rsv1: false, rsv2: false, rsv3: false };
  return { kind: 'frame', ...bits, opcode, maskingKey: 'next', payload };
}

/** A close frame (RFC 6455 §5.5.1). */
export function closeFrame(code: number | undefined, reason: string): OutgoingFrame {
  return frame(Opcode.close, writeClosePayload(code, Buffer.from(reason)));
}
