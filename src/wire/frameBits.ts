/** Whether the first byte of a frame sets FIN: the last or only frame of its message. */
export function finOf(firstByte: number): boolean {
  return (firstByte & 0x80) !== 0;
}

export function rsv1Of(firstByte: number): boolean {
  return (firstByte & 0x40) !== 0;
}

export function rsv2Of(firstByte: number): boolean {
  return (firstByte & 0x20) !== 0;
}

export function rsv3Of(firstByte: number): boolean {
  return (firstByte & 0x10) !== 0;
}

export function opcodeOf(firstByte: number): number {
  return firstByte & 0xf;
}
