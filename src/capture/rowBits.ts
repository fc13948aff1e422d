import type { Direction } from '../wire/direction';

/** Facts of a row that fit one uint32: its bits from the lowest on. */
const shift = {
  firstByte: 0,
  headerLength: 8,
  lengthForm: 12,
  out: 14,
  masked: 15,
  status: 16,
  inMessage: 17,
  binaryMessage: 18,
  compressed: 19,
} as const;

const has = (bits: number, position: number): boolean => ((bits >>> position) & 1) === 1;

/** Packs what the header of a frame says, besides its numbers. */
export function frameBits(
  direction: Direction,
  firstByte: number,
  headerLength: number,
  lengthBits: 7 | 16 | 64,
  masked: boolean,
): number {
  return (
    firstByte |
    (headerLength << shift.headerLength) |
    ((lengthBits === 7 ? 0 : lengthBits === 16 ? 1 : 2) << shift.lengthForm) |
    (direction === 'out' ? 1 << shift.out : 0) |
    (masked ? 1 << shift.masked : 0)
  );
}

/** Packs what a data frame shares with all frames of its message. */
export function messageBits(binary: boolean, compressed: boolean): number {
  return (
    (1 << shift.inMessage) |
    (binary ? 1 << shift.binaryMessage : 0) |
    (compressed ? 1 << shift.compressed : 0)
  );
}

/** The part of a row's bits that it shares with all frames of its message. */
export const messageBitsOf = (bits: number): number =>
  bits & ((1 << shift.inMessage) | (1 << shift.binaryMessage) | (1 << shift.compressed));

export const statusBits = 1 << shift.status;

export const firstByteOf = (bits: number): number => bits & 0xff;
export const headerLengthOf = (bits: number): number => (bits >>> shift.headerLength) & 0xf;
export const directionOf = (bits: number): Direction => (has(bits, shift.out) ? 'out' : 'in');
export const isSent = (bits: number): boolean => has(bits, shift.out);
export const isMasked = (bits: number): boolean => has(bits, shift.masked);
export const isStatus = (bits: number): boolean => has(bits, shift.status);
export const isInMessage = (bits: number): boolean => has(bits, shift.inMessage);
export const isBinaryMessage = (bits: number): boolean => has(bits, shift.binaryMessage);
export const isCompressed = (bits: number): boolean => has(bits, shift.compressed);

export function lengthBitsOf(bits: number): 7 | 16 | 64 {
  const form = (bits >>> shift.lengthForm) & 0x3;
  return form === 0 ? 7 : form === 1 ? 16 : 64;
}
