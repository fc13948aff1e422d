import path from 'node:path';
import { Capture, type BytesView } from '../../../../src/capture/capture';
import { captureFormatName, captureFormatVersion } from '../../../../src/capture/captureFormat';
import { CaptureFolder } from '../../../../src/capture/captureFolder';
import { thisOwner } from '../../../../src/capture/processOwner';
import type { Direction } from '../../../../src/wire/direction';
import { FrameDecoder } from '../../../../src/wire/frameDecoder';
import { Opcode } from '../../../../src/wire/opcode';
import { encodeFrame, type FrameToEncode } from '../../../support/encodeFrame';

export interface StoredFeedOptions {
  readonly memoryLimit?: number;
  readonly mostWaiting?: number;
  readonly onChange?: () => void;
  /** The clock, in microseconds; it counts rows unless told. */
  readonly clock?: () => number;
}

/** A capture in a folder of its own, fed as a connection feeds it. */
export class StoredFeed {
  readonly folder: string;
  readonly capture: Capture;
  readonly storage: CaptureFolder;
  private decoders: Record<Direction, FrameDecoder> | undefined;
  private ticks = 1000;
  private readonly clock: () => number;

  constructor(folder: string, options: StoredFeedOptions = {}) {
    this.folder = path.join(folder, `capture-${process.hrtime.bigint()}`);
    this.clock = options.clock ?? (() => this.ticks++);
    const start = { startUs: options.clock?.() ?? 1000, startWallMs: 1_700_000_000_000 };
    const { memoryLimit = 1e9, mostWaiting = 1e9, onChange = () => {} } = options;
    const head = {
      format: captureFormatName,
      version: captureFormatVersion,
      ...start,
      url: 'ws://127.0.0.1/',
      build: 'test',
      owner: thisOwner(),
      finished: false,
    };
    const where = { path: this.folder, head, mode: 'create', mostWaiting, onChange } as const;
    this.storage = new CaptureFolder(where);
    this.capture = new Capture({ memoryLimit, ...start, storage: this.storage });
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

  /** Leaves it as a process does that is killed when all was written. */
  kill(): this {
    this.storage.writeNow();
    this.storage.close();
    return this;
  }

  finish(): this {
    this.capture.finish();
    this.capture.close();
    return this;
  }
}

/** All rows of a capture in a form that can be compared. */
export function contentOf(capture: Capture, { times = true } = {}): unknown[] {
  const text = (row: number, view: BytesView) =>
    Buffer.from(capture.bytes(row, view, 0, 1e9).bytes).toString('latin1');
  return Array.from({ length: capture.total - capture.first }, (_, index) => {
    const row = capture.first + index;
    const { timeUs, ...rest } = {
      timeUs: capture.timeUs(row),
      frame: capture.frame(row),
      message: capture.message(row),
      status: capture.status(row),
      bytes: text(row, 'frame'),
      content: text(row, 'message'),
    };
    return times ? { timeUs, ...rest } : rest;
  });
}
