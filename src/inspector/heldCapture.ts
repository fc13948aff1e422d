import path from 'node:path';
import { Capture } from '../capture/capture';
import { readHeadFile } from '../capture/captureFiles';
import { CaptureFolder } from '../capture/captureFolder';
import {
  CaptureFormatError,
  captureFormatName,
  captureFormatVersion,
} from '../capture/captureFormat';
import type { CaptureMemory } from '../capture/captureMemory';
import { openCapture } from '../capture/openCapture';
import { thisOwner } from '../capture/processOwner';
import { isBeingWritten, type IsInUse } from '../capture/storedCaptures';
import type { StoredCaptureState } from '../protocol/connectionSnapshot';
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
  /** What all captures share. */
  readonly memory: CaptureMemory;
  /** Called when the state of the storage has changed, or rows went to make room for others. */
  readonly onChange: () => void;
}

/**
 * Begins a capture that is in memory only.
 *
 * @param url of the first connection, secret values masked
 */
export function memoryCapture(url: string, { memory, onChange }: HoldOptions): HeldCapture {
  const start = { startUs: nowUs(), startWallMs: Date.now() };
  const capture = new Capture({ memory, onGaveWay: onChange, ...start });
  return { capture, url, stored: undefined, release: () => capture.close() };
}

/**
 * Begins a capture in a folder of its own, which must not be there yet.
 *
 * @param url of the first connection, secret values masked
 */
export function beginCapture(
  folder: string,
  url: string,
  build: string,
  { memory, onChange }: HoldOptions,
): HeldCapture {
  const start = { startUs: nowUs(), startWallMs: Date.now() };
  const head = {
    format: captureFormatName,
    version: captureFormatVersion,
    ...start,
    url,
    build,
    owner: thisOwner(),
    finished: false,
  };
  const storage = new CaptureFolder({
    path: folder,
    head,
    mode: 'create',
    memory,
    onChange,
  });
  const capture = new Capture({ memory, onGaveWay: onChange, ...start, storage });
  const release = () => {
    capture.finish();
    capture.close();
  };
  return { capture, url, stored: undefined, release };
}

/**
 * Opens the capture that lies in a folder.
 *
 * @param isInUse whether this process writes the capture of that name
 * @param signal gives it up: its reason is thrown
 * @throws RequestError `bad-capture` with the reason.
 */
export async function openStoredCapture(
  folder: string,
  isInUse: IsInUse,
  { memory, onChange }: HoldOptions,
  signal: AbortSignal,
): Promise<HeldCapture> {
  const name = path.basename(folder);
  try {
    const beingWritten = isBeingWritten(readHeadFile(folder), name, isInUse);
    const options = { memory, beingWritten, onChange, signal };
    const opened = await openCapture(folder, options);
    const stored = { capture: name, repaired: opened.repaired };
    const { capture, head } = opened;
    return { capture, url: head.url, stored, release: () => capture.close() };
  } catch (error) {
    throw openingError(error);
  }
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
