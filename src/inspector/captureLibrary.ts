import path from 'node:path';
import {
  applyRetention,
  deleteCapture,
  isCaptureName,
  listCaptures,
  newCaptureName,
} from '../capture/storedCaptures';
import type { CaptureId } from '../protocol/connectionSnapshot';
import type { RetentionLimits, StoredCapture } from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import {
  beginCapture,
  memoryCapture,
  openStoredCapture,
  type HeldCapture,
  type HoldOptions,
} from './heldCapture';

/** The stored captures, and which of them are in use here. */
export class CaptureLibrary {
  folder: string | undefined;
  retention: RetentionLimits | undefined;
  private readonly written = new Set<CaptureId>();
  private readonly shown: CaptureId[] = [];
  /** What the last opening of each capture waits for: two at once could repair the same files. */
  private readonly openings = new Map<CaptureId, Promise<unknown>>();

  constructor(private readonly build: string) {}

  /**
   * Begins a capture, in the folder if there is one.
   *
   * @param url of the first connection, secret values masked
   */
  begin(url: string, options: HoldOptions): HeldCapture {
    if (this.folder === undefined) return memoryCapture(url, options);
    const name = newCaptureName(new Date(), Math.random());
    const held = beginCapture(path.join(this.folder, name), url, this.build, options);
    this.written.add(name);
    return { ...held, release: () => this.releaseWritten(held, name) };
  }

  /**
   * Opens a stored capture, after whoever else is opening it.
   *
   * @param signal gives it up: its reason is thrown
   * @throws RequestError `no-capture`, or `bad-capture` with the reason.
   */
  async open(id: CaptureId, options: HoldOptions, signal: AbortSignal): Promise<HeldCapture> {
    const folder = this.folderOf(id);
    const before = this.openings.get(id);
    const opening = (async () => {
      await before?.catch(() => {});
      return openStoredCapture(folder, (name) => this.written.has(name), options, signal);
    })();
    this.openings.set(id, opening);
    this.shown.push(id);
    try {
      const held = await opening;
      return { ...held, release: () => this.releaseShown(held, id) };
    } catch (error) {
      this.unshow(id);
      throw error;
    } finally {
      if (this.openings.get(id) === opening) this.openings.delete(id);
    }
  }

  /** All stored captures, the newest first. */
  list(): StoredCapture[] {
    if (this.folder === undefined) return [];
    return listCaptures(this.folder, (name) => this.written.has(name));
  }

  /** @throws RequestError `no-capture` or `capture-in-use`. */
  delete(id: CaptureId): void {
    const { folder } = this;
    const known = this.list().find(({ capture }) => capture === id);
    if (folder === undefined || !known) throw noCapture();
    if (known.state === 'open' || this.isHeld(id)) {
      throw new RequestError(
        'capture-in-use',
        'This capture is in use. Close the panel that shows or writes it first.',
      );
    }
    deleteCapture(folder, id);
  }

  /** Deletes what the retention limits do not allow, and tells what that was. */
  tidy(): StoredCapture[] {
    const { folder, retention } = this;
    if (folder === undefined || !retention) return [];
    return applyRetention(folder, retention, Date.now(), (name) => this.isHeld(name));
  }

  private releaseWritten(held: HeldCapture, name: CaptureId): void {
    held.release();
    this.written.delete(name);
  }

  private releaseShown(held: HeldCapture, id: CaptureId): void {
    held.release();
    this.unshow(id);
  }

  private unshow(id: CaptureId): void {
    this.shown.splice(this.shown.indexOf(id), 1);
  }

  private isHeld(id: CaptureId): boolean {
    return this.written.has(id) || this.shown.includes(id);
  }

  private folderOf(id: CaptureId): string {
    if (this.folder === undefined || !isCaptureName(id)) throw noCapture();
    return path.join(this.folder, id);
  }
}

function noCapture(): RequestError {
  return new RequestError('no-capture', 'There is no such capture. It may have been deleted.');
}
