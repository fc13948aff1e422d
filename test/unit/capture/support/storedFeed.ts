import path from 'node:path';
import type { BytesView, Capture } from '../../../../src/capture/capture';
import { captureFormatName, captureFormatVersion } from '../../../../src/capture/captureFormat';
import { CaptureMemory } from '../../../../src/capture/captureMemory';
import { CaptureFolder } from '../../../../src/capture/captureFolder';
import { thisOwner } from '../../../../src/capture/processOwner';
import { CaptureFeed, firstTick, startWallMs, type CaptureFeedOptions } from './captureFeed';

export interface StoredFeedOptions extends Pick<
  CaptureFeedOptions,
  'memoryLimit' | 'memory' | 'clock'
> {
  readonly mostWaiting?: number;
  readonly onChange?: () => void;
}

/** A feed whose capture has a folder of its own. */
export class StoredFeed extends CaptureFeed {
  readonly folder: string;
  readonly storage: CaptureFolder;

  constructor(parent: string, options: StoredFeedOptions = {}) {
    const {
      memory = new CaptureMemory(options.memoryLimit ?? 1e9),
      mostWaiting = 1e9,
      onChange = () => {},
      ...rest
    } = options;
    const folder = path.join(parent, `capture-${process.hrtime.bigint()}`);
    const startUs = rest.clock?.() ?? firstTick;
    const head = {
      format: captureFormatName,
      version: captureFormatVersion,
      startUs,
      startWallMs,
      url: 'ws://127.0.0.1/',
      build: 'test',
      owner: thisOwner(),
      finished: false,
    };
    const storage = new CaptureFolder({
      path: folder,
      head,
      mode: 'create',
      memory,
      mostWaiting,
      onChange,
    });
    super({ ...rest, memory, startUs, storage });
    this.folder = folder;
    this.storage = storage;
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
