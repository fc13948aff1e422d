import { Capture, type BytesView } from '../../../../src/capture/capture';
import { CaptureMemory } from '../../../../src/capture/captureMemory';
import type { CaptureStorage } from '../../../../src/capture/captureStorage';
import type { Direction } from '../../../../src/wire/direction';
import { FrameDecoder } from '../../../../src/wire/frameDecoder';
import { Opcode } from '../../../../src/wire/opcode';
import { encodeFrame, type FrameToEncode } from '../../../support/encodeFrame';

/** The clock of a feed counts rows from here, unless it has another one. */
export const firstTick = 1000;
export const startWallMs = 1_700_000_000_000;

export interface CaptureFeedOptions {
  /** No limit unless told. */
  readonly memoryLimit?: number;
  /** Memory that it shares with others, in place of a limit of its own. */
  readonly memory?: CaptureMemory;
  readonly onGaveWay?: () => void;
  /** The clock, in microseconds. */
  readonly clock?: () => number;
  /** When the capture begins by that clock. */
  readonly startUs?: number;
  /** In memory only unless told. */
  readonly storage?: CaptureStorage;
}

/** A capture fed as a connection feeds it: bytes first, then the frames that they complete. */
export class CaptureFeed {
  readonly capture: Capture;
  readonly memory: CaptureMemory;
  private decoders: Record<Direction, FrameDecoder> | undefined;
  private ticks = firstTick;
  private readonly clock: () => number;

  constructor(options: CaptureFeedOptions = {}) {
    const { memoryLimit = Number.MAX_SAFE_INTEGER, startUs = firstTick } = options;
    const { storage, onGaveWay, memory = new CaptureMemory(memoryLimit) } = options;
    this.memory = memory;
    this.clock = options.clock ?? (() => this.ticks++);
    this.capture = new Capture({ memory, onGaveWay, startUs, startWallMs, storage });
  }

  connect(permessageDeflate = false): this {
    const start = this.capture.beginConnection('ws://127.0.0.1/');
    this.capture.setPermessageDeflate(permessageDeflate);
    const decoder = (direction: Direction) =>
      new FrameDecoder({
        sender: direction === 'in' ? 'server' : 'client',
        permessageDeflate,
        startPosition: start[direction],
        onFrame: (frame) => this.capture.appendFrame(direction, this.clock(), frame),
      });
    this.decoders = { in: decoder('in'), out: decoder('out') };
    return this;
  }

  status(text: string): this {
    const event = { type: 'close', code: 1000, reason: text, by: 'none', clean: false } as const;
    this.capture.appendStatus(this.clock(), { severity: 'info', text, detail: `${text}!`, event });
    return this;
  }

  push(direction: Direction, bytes: Uint8Array): this {
    this.capture.appendBytes(direction, bytes);
    this.decoders?.[direction].push(bytes);
    return this;
  }

  frame(direction: Direction, frame: FrameToEncode): this {
    const maskingKey = direction === 'out' ? 0x11223344 : undefined;
    return this.push(direction, encodeFrame({ maskingKey, ...frame }));
  }

  text(direction: Direction, text: string, more: Partial<FrameToEncode> = {}): this {
    return this.frame(direction, { opcode: Opcode.text, payload: Buffer.from(text), ...more });
  }

  disconnect(): this {
    this.decoders?.in.end();
    this.decoders?.out.end();
    return this;
  }

  read(row: number, view: BytesView, offset = 0, length = Number.MAX_SAFE_INTEGER): string {
    return Buffer.from(this.capture.bytes(row, view, offset, length).bytes).toString();
  }
}
