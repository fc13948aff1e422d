/** Frame opcodes (RFC 6455 §5.2, §11.8). All others are reserved. */
export const Opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** Control frames have the highest bit of the opcode set (RFC 6455 §5.5). */
export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

/** Opcodes without a meaning as yet: 0x3 to 0x7 for data, 0xB to 0xF for control frames. */
export function isReserved(opcode: number): boolean {
  return (opcode & 0x7) > 0x2;
}
