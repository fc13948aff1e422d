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

  /** @throws RequestError `no-capture`, or `bad-capture` with the reason. */
  open(id: CaptureId, options: HoldOptions): HeldCapture {
    const held = openStoredCapture(this.folderOf(id), (name) => this.written.has(name), options);
    this.shown.push(id);
    return { ...held, release: () => this.releaseShown(held, id) };
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
