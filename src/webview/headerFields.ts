import type { FrameFields, MessageFacts } from '../protocol/frameDetail';
import { formatBytes, formatCount } from './format';
import { isControlFrame, kindName } from './frameKind';

/** Bits `from` to `to - 1` of a frame, counted from its first one as RFC 6455 §5.2 does. */
export interface BitSpan {
  readonly from: number;
  readonly to: number;
}

export type FieldId =
  | 'fin'
  | 'rsv1'
  | 'rsv2'
  | 'rsv3'
  | 'opcode'
  | 'mask'
  | 'length'
  | 'extendedLength'
  | 'maskingKey'
  | 'payload';

/** A field of a frame, with the bits that it takes in this frame. */
export interface HeaderField extends BitSpan {
  readonly id: FieldId;
  /** As the RFC names it. */
  readonly name: string;
  readonly value: string;
  /** What the value says, in words. */
  readonly meaning: string;
  /** Where the field is explained: `RFC 6455 §5.2`. */
  readonly section: string;
}

type Unplaced = Omit<HeaderField, 'from' | 'to'> & { readonly bits: number };

const frameSection = 'RFC 6455 §5.2';
const bit = (value: boolean) => (value ? '1' : '0');

/**
 * The fields of a frame in the order of their bits, as many of them as it has: which form of the
 * length and whether there is a masking key differ from frame to frame, and a header may be cut
 * short by the end of its stream. The payload data is the last one; without any, it is absent.
 */
export function headerFields(
  fields: FrameFields,
  message: MessageFacts | undefined,
): readonly HeaderField[] {
  const headerBits = fields.headerLength * 8;
  const placed: HeaderField[] = [];
  let from = 0;
  for (const { bits, ...field } of unplacedFields(fields, message)) {
    const to = Math.min(from + bits, headerBits);
    if (to <= from) break;
    placed.push(to - from < bits ? cutShort({ ...field, from, to }) : { ...field, from, to });
    from = to;
  }
  if (fields.payloadReceived > 0) placed.push(payloadField(fields, headerBits));
  return placed;
}

function unplacedFields(fields: FrameFields, message: MessageFacts | undefined): Unplaced[] {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, lengthBits } = fields;
  return [
    {
      id: 'fin',
      bits: 1,
      name: 'FIN',
      value: bit(fin),
      meaning: fin ? 'The last fragment of its message' : 'More fragments follow',
      section: 'RFC 6455 §5.4',
    },
    {
      id: 'rsv1',
      bits: 1,
      name: 'RSV1',
      value: bit(rsv1),
      ...rsv1Meaning(fields, message),
    },
    reservedBit('rsv2', rsv2),
    reservedBit('rsv3', rsv3),
    {
      id: 'opcode',
      bits: 4,
      name: 'Opcode',
      value: `0x${opcode.toString(16)}`,
      meaning: opcodeMeaning(opcode),
      section: isControlFrame(opcode) ? 'RFC 6455 §5.5' : 'RFC 6455 §5.6',
    },
    {
      id: 'mask',
      bits: 1,
      name: 'MASK',
      value: bit(masked),
      meaning: maskMeaning(fields),
      section: 'RFC 6455 §5.1',
    },
    ...lengthFields(fields, lengthBits),
    ...(masked ? [maskingKeyField(fields)] : []),
  ];
}

function reservedBit(id: 'rsv2' | 'rsv3', value: boolean): Unplaced {
  return {
    id,
    bits: 1,
    name: id.toUpperCase(),
    value: bit(value),
    meaning: value ? 'Set, for an extension' : 'Not used',
    section: frameSection,
  };
}

/** Which of the negotiated extensions uses the bit is known of permessage-deflate only. */
function rsv1Meaning(
  { rsv1, opcode }: FrameFields,
  message: MessageFacts | undefined,
): Pick<HeaderField, 'meaning' | 'section'> {
  if (message?.compressed && !isControlFrame(opcode)) {
    const meaning = rsv1 ? 'The message is compressed' : 'Set in the first fragment only';
    return { meaning, section: 'RFC 7692 §6' };
  }
  return { meaning: rsv1 ? 'Set, for an extension' : 'Not used', section: frameSection };
}

function opcodeMeaning(opcode: number): string {
  const name = kindName(opcode);
  return isControlFrame(opcode) ? `${name}, a control frame` : `${name}, a data frame`;
}

/** Frames from a client must be masked, frames from a server must not be (RFC 6455 §5.1). */
function maskMeaning({ masked, direction }: FrameFields): string {
  const fromClient = direction === 'out';
  const rule = fromClient ? 'frames from a client must be' : 'frames from a server must not be';
  return `${masked ? 'Masked' : 'Not masked'}, ${masked === fromClient ? 'as' : 'although'} ${rule}`;
}

function lengthFields({ payloadLength }: FrameFields, lengthBits: 7 | 16 | 64): Unplaced[] {
  const field = { id: 'length', bits: 7, name: 'Payload length', section: frameSection } as const;
  const value = formatCount(payloadLength);
  const meaning = `${formatBytes(payloadLength)} of payload data`;
  if (lengthBits === 7) return [{ ...field, value, meaning }];
  return [
    {
      ...field,
      value: lengthBits === 16 ? '126' : '127',
      meaning: `The length follows in ${lengthBits} bits`,
    },
    {
      ...field,
      id: 'extendedLength',
      bits: lengthBits,
      name: 'Extended payload length',
      value,
      meaning,
    },
  ];
}

function maskingKeyField({ maskingKey }: FrameFields): Unplaced {
  return {
    id: 'maskingKey',
    bits: 32,
    name: 'Masking key',
    value: `0x${maskingKey}`,
    meaning: 'XORed over the payload data, four bytes at a time',
    section: 'RFC 6455 §5.3',
  };
}

function payloadField(
  { payloadReceived, payloadLength, masked }: FrameFields,
  from: number,
): HeaderField {
  const missing = payloadLength - payloadReceived;
  return {
    id: 'payload',
    from,
    to: from + payloadReceived * 8,
    name: 'Payload data',
    value: formatBytes(payloadReceived),
    meaning:
      missing > 0
        ? `The stream ended ${formatBytes(missing)} before its end`
        : masked
          ? 'All that the header declares, masked'
          : 'All that the header declares',
    section: masked ? 'RFC 6455 §5.3' : frameSection,
  };
}

function cutShort(field: HeaderField): HeaderField {
  return { ...field, value: 'cut short', meaning: 'The stream ended inside this field' };
}
