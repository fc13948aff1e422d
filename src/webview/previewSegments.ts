import type { PreviewedFrame } from '../protocol/framePreview';
import { kindName } from './frameKind';
import { formatBytes, formatCount } from './format';

/** Bytes of a frame that belong together, and what they are (RFC 6455 §5.2). */
export interface PreviewSegment {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of it that do not show. */
  readonly more: number;
}

/** Most bytes of the payload that show beside the header. */
const payloadShown = 16;

/**
 * The bytes of a frame, header field by header field, as far as they are here.
 *
 * @param bytes of the whole preview; the frame begins at its `offset`, or was begun before
 */
export function previewSegments(frame: PreviewedFrame, bytes: Uint8Array): PreviewSegment[] {
  const { offset, headerLength, lengthBits, masked, payloadReceived } = frame;
  const header: readonly (readonly [name: string, length: number])[] = [
    [bitsText(frame), 1],
    [`${masked ? 'MASK, ' : ''}length ${lengthText(frame)}`, 1],
    ['extended length', lengthBits === 7 ? 0 : lengthBits / 8],
    ['masking key', masked ? 4 : 0],
  ];
  const segments: PreviewSegment[] = [];
  let start = offset;
  const add = (name: string, length: number, most = length) => {
    const end = Math.min(start + length, bytes.length);
    const part = bytes.subarray(
      Math.max(0, start),
      Math.max(0, Math.min(end, Math.max(0, start) + most)),
    );
    const here = Math.max(0, end - Math.max(0, start));
    if (part.length > 0) segments.push({ name, bytes: part, more: here - part.length });
    start += length;
  };
  for (const [name, length] of header) {
    add(name, Math.min(length, offset + headerLength - start));
  }
  add(payloadText(frame), payloadReceived, payloadShown);
  return segments;
}

function bitsText({ fin, rsv1, rsv2, rsv3, opcode }: PreviewedFrame): string {
  const bits = { FIN: fin, RSV1: rsv1, RSV2: rsv2, RSV3: rsv3 };
  const set = Object.entries(bits).filter(([, isSet]) => isSet);
  return [...set.map(([name]) => name), kindName(opcode).toLowerCase()].join(', ');
}

function lengthText({ lengthBits, payloadLength }: PreviewedFrame): string {
  return lengthBits === 7
    ? formatCount(payloadLength)
    : `in ${lengthBits} bits: ${formatCount(payloadLength)}`;
}

function payloadText({ masked, payloadReceived, payloadLength }: PreviewedFrame): string {
  const missing = payloadLength > payloadReceived ? ` of ${formatCount(payloadLength)}` : '';
  return `${masked ? 'masked payload' : 'payload'}, ${formatBytes(payloadReceived)}${missing}`;
}
