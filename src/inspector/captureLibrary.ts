import path from 'node:path';
import { Capture } from '../capture/capture';
import {
  captureFormatName,
  captureFormatVersion,
  CaptureFormatError,
} from '../capture/captureFormat';
import { readHeadFile } from '../capture/captureFiles';
import { CaptureFolder, mostBytesWaiting } from '../capture/captureFolder';
import { openCapture } from '../capture/openCapture';
import { thisOwner } from '../capture/processOwner';
import {
  applyRetention,
  deleteCapture,
  isBeingWritten,
  isCaptureName,
  listCaptures,
  newCaptureName,
} from '../capture/storedCaptures';
import type { CaptureId, StoredCaptureState } from '../protocol/connectionSnapshot';
import type { RetentionLimits, StoredCapture } from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import { nowUs } from '../session/clock';

/** A capture that is written or shown, until it is released. */
export interface HeldCapture {
  readonly capture: Capture;
  /** The address it was begun with, secret values masked. */
  readonly url: string;
  /** `undefined` unless it is a stored one that is shown. */
  readonly stored: StoredCaptureState | undefined;
  /** Finishes what is being written and lets the files go. */
  release(): void;
}

export interface HoldOptions {
  readonly memoryLimit: number;
  /** Called when the state of the storage has changed. */
  readonly onChange: () => void;
}

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
  begin(url: string, { memoryLimit, onChange }: HoldOptions): HeldCapture {
    const start = { startUs: nowUs(), startWallMs: Date.now() };
    if (this.folder === undefined) {
      const capture = new Capture({ memoryLimit, ...start });
      return { capture, url, stored: undefined, release: () => {} };
    }
    const name = newCaptureName(new Date(start.startWallMs), Math.random());
    const head = {
      format: captureFormatName,
      version: captureFormatVersion,
      ...start,
      url,
      build: this.build,
      owner: thisOwner(),
      finished: false,
    };
    const storage = new CaptureFolder({
      path: path.join(this.folder, name),
      head,
      mode: 'create',
      mostWaiting: mostWaitingWithin(memoryLimit),
      onChange,
    });
    const capture = new Capture({ memoryLimit, ...start, storage });
    this.written.add(name);
    const release = () => {
      capture.finish();
      capture.close();
      this.written.delete(name);
    };
    return { capture, url, stored: undefined, release };
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
      return this.openNow(folder, id, options, signal);
    })();
    this.openings.set(id, opening);
    this.shown.push(id);
    try {
      return await opening;
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

  private async openNow(
    folder: string,
    id: CaptureId,
    { memoryLimit, onChange }: HoldOptions,
    signal: AbortSignal,
  ): Promise<HeldCapture> {
    try {
      const isWritten = (name: CaptureId) => this.written.has(name);
      const beingWritten = isBeingWritten(readHeadFile(folder), id, isWritten);
      const options = { memoryLimit, beingWritten, onChange, signal };
      const { capture, head, repaired } = await openCapture(folder, options);
      const release = () => {
        capture.close();
        this.unshow(id);
      };
      return { capture, url: head.url, stored: { capture: id, repaired }, release };
    } catch (error) {
      throw openingError(error);
    }
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

/** What waits to be written is memory too, and there is other need of it. */
function mostWaitingWithin(memoryLimit: number): number {
  return Math.min(mostBytesWaiting, memoryLimit / 2);
}

/** Says why a capture cannot be opened, if that lies in its files. */
function openingError(error: unknown): unknown {
  if (error instanceof CaptureFormatError) return new RequestError('bad-capture', error.message);
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new RequestError(
    'bad-capture',
    `This capture cannot be opened, since its files cannot be read: ${error.message}. Check their permissions and the disk.`,
  );
}

function noCapture(): RequestError {
  return new RequestError('no-capture', 'There is no such capture. It may have been deleted.');
}
