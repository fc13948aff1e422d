import type { Row } from '../protocol/rowBatch';

/** Opcodes of RFC 6455 §11.8 that the panel treats in a way of their own. */
export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

const names: Readonly<Record<number, string>> = {
  [opcodes.continuation]: 'Continuation',
  [opcodes.text]: 'Text',
  [opcodes.binary]: 'Binary',
  [opcodes.close]: 'Close',
  [opcodes.ping]: 'Ping',
  [opcodes.pong]: 'Pong',
};

/** The name of an opcode, `Reserved 0x3` for those that the RFC leaves open. */
export function kindName(opcode: number): string {
  return names[opcode] ?? `Reserved 0x${opcode.toString(16)}`;
}

/** Control frames have the highest bit of the opcode set (RFC 6455 §5.5). */
export function isControlFrame(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

/** The kind in words; dots for a frame that others continue (RFC 6455 §5.4). */
export function kindText({ opcode, fin }: Pick<Row, 'opcode' | 'fin'>): string {
  return fin ? kindName(opcode) : `${kindName(opcode)}…`;
}
