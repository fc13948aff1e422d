import { encodeFrame } from './encodeFrame';

/** A line of the command line's output, or of an export, as issue and README describe it. */
export interface FrameLine {
  readonly type: 'frame';
  readonly row: number;
  readonly dir: 'in' | 'out';
  readonly us: number;
  readonly fin: boolean;
  readonly rsv: readonly [number, number, number];
  readonly opcode: number;
  readonly masked: boolean;
  readonly maskKey: string | null;
  readonly headerLength: number;
  readonly payloadLength: number;
  readonly offset: number;
  readonly payload: string;
  readonly message?: {
    readonly id: number;
    readonly first: number;
    readonly last: number;
    readonly compressed: boolean;
    readonly text?: string;
    readonly base64?: string;
  };
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly section: string;
    readonly text: string;
  }[];
}

export interface OpenLine {
  readonly type: 'open';
  readonly local: object;
  readonly remote: object;
  readonly subprotocol: string;
  readonly extensions: string;
  readonly request: string;
  readonly response: string;
}

export interface CloseLine {
  readonly type: 'close';
  readonly code: number;
  readonly reason: string;
  readonly by: 'local' | 'remote' | 'none';
  readonly clean: boolean;
}

/** What was printed of one connection; `open` and `close` as they must be, if all is well. */
export interface Printed {
  readonly open: OpenLine | undefined;
  readonly frames: readonly FrameLine[];
  readonly close: CloseLine | undefined;
}

/** Reads the output for one connection, whose first and last line it takes for what they must be. */
export function readPrinted(text: string): Printed {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as FrameLine | OpenLine | CloseLine);
  const frames = lines.filter((line) => line.type === 'frame');
  const [first, last] = [lines[0], lines.at(-1)];
  const open = first?.type === 'open' ? first : undefined;
  const close = last?.type === 'close' ? last : undefined;
  const others = lines.length - frames.length;
  if (others !== Number(open !== undefined) + Number(close !== undefined)) {
    throw new Error(`There are lines out of their place: ${text.slice(0, 2000)}`);
  }
  return { open, frames, close };
}

/** The bytes of one direction as the lines describe them: every frame written anew. */
export function bytesOfLines(frames: readonly FrameLine[], direction: 'in' | 'out'): Buffer {
  return Buffer.concat(frames.filter(({ dir }) => dir === direction).map(bytesOfLine));
}

function bytesOfLine(line: FrameLine): Uint8Array {
  const lengthBytes = line.headerLength - (line.masked ? 4 : 0);
  return encodeFrame({
    opcode: line.opcode,
    fin: line.fin,
    rsv: Number.parseInt(line.rsv.join(''), 2),
    maskingKey: line.maskKey === null ? undefined : Number.parseInt(line.maskKey, 16),
    lengthBits: lengthBytes === 2 ? 7 : lengthBytes === 4 ? 16 : 64,
    declaredLength: BigInt(line.payloadLength),
    payload: Buffer.from(line.payload, 'base64'),
  });
}
