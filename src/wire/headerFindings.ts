import type { Sender } from './direction';
import { findingBit } from './finding';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from './frameBits';
import type { LengthBits } from './frameHeader';
import { isControl, isReserved, Opcode } from './opcode';

/** The fields of one header that rules are about (RFC 6455 §5.2). */
export interface HeaderFields {
  readonly firstByte: number;
  readonly masked: boolean;
  readonly lengthBits: LengthBits;
  readonly payloadLength: number;
}

/** What was settled before the first frame and decides which rules hold. */
export interface StreamFacts {
  readonly sender: Sender;
  /** Whether the opening handshake settled on permessage-deflate (RFC 7692). */
  readonly permessageDeflate: boolean;
}

/** Longest payload of a control frame, in bytes (RFC 6455 §5.5). */
export const maxControlPayload = 125;

/** The findings that a header shows by itself, whatever came before it. */
export function headerFindings(header: HeaderFields, stream: StreamFacts): number {
  return (
    reservedBits(header.firstByte, stream.permessageDeflate) |
    (isReserved(opcodeOf(header.firstByte)) ? findingBit('reserved-opcode') : 0) |
    masking(header.masked, stream.sender) |
    control(header) |
    length(header)
  );
}

function reservedBits(firstByte: number, permessageDeflate: boolean): number {
  let findings = 0;
  if (rsv2Of(firstByte) || rsv3Of(firstByte)) findings |= findingBit('reserved-bits');
  if (rsv1Of(firstByte)) findings |= rsv1(opcodeOf(firstByte), permessageDeflate);
  return findings;
}

function rsv1(opcode: number, permessageDeflate: boolean): number {
  if (!permessageDeflate) return findingBit('reserved-bits');
  if (isControl(opcode)) return findingBit('rsv1-on-control');
  return opcode === Opcode.continuation ? findingBit('rsv1-on-continuation') : 0;
}

function masking(masked: boolean, sender: Sender): number {
  if (sender === 'client') return masked ? 0 : findingBit('unmasked-from-client');
  return masked ? findingBit('masked-from-server') : 0;
}

function control({ firstByte, payloadLength }: HeaderFields): number {
  if (!isControl(opcodeOf(firstByte))) return 0;
  return (
    (finOf(firstByte) ? 0 : findingBit('fragmented-control')) |
    (payloadLength > maxControlPayload ? findingBit('oversized-control') : 0)
  );
}

function length({ lengthBits, payloadLength }: HeaderFields): number {
  if (lengthBits === 7) return 0;
  if (payloadLength < (lengthBits === 16 ? 126 : 2 ** 16)) return findingBit('non-minimal-length');
  if (payloadLength >= 2 ** 63) return findingBit('length-overflow');
  return payloadLength > Number.MAX_SAFE_INTEGER ? findingBit('length-uncountable') : 0;
}
