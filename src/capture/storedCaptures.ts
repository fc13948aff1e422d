import fs from 'node:fs';
import path from 'node:path';
import { CaptureFormatError, headFile, type CaptureHead, type Owner } from './captureFormat';
import { readHeadFile } from './captureFiles';
import { bytesPerRow } from './rowRecord';
import { isAlive, thisOwner } from './processOwner';

/** What can be said of a stored capture without opening it. */
export interface StoredCapture {
  /** The name of its folder. */
  readonly capture: string;
  readonly url: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  readonly writtenMs: number;
  readonly bytes: number;
  readonly rows: number;
  /** `open`: a living process writes it. `unfinished`: its process ended before it was done. */
  readonly state: 'finished' | 'unfinished' | 'open';
  /** Why it cannot be opened, in words; `undefined` if it can. */
  readonly problem: string | undefined;
}

export interface RetentionLimits {
  /** Bytes of all captures; 0 is no limit. */
  readonly bytes: number;
  /** Days since a capture was last written; 0 is no limit. */
  readonly days: number;
}

/** Whether this process has a capture in use: others know only that the process lives. */
export type IsInUse = (capture: string) => boolean;

const msPerDay = 24 * 60 * 60 * 1000;

/** A new name: they sort by time, and no two are the same. */
export function newCaptureName(now: Date, random: number): string {
  const time = now.toISOString().replaceAll(/[-:]/g, '').replace('.', '-').replace('Z', '');
  return `${time}-${Math.floor(random * 2 ** 24)
    .toString(16)
    .padStart(6, '0')}`;
}

/** Whether a name can be that of a capture: it never leads out of the folder of captures. */
export function isCaptureName(name: string): boolean {
  return /^[\w][\w-]*$/.test(name);
}

/** Lists the captures of a folder, the newest first; none if it cannot be read. */
export function listCaptures(folder: string, isInUse: IsInUse): StoredCapture[] {
  return namesIn(folder)
    .filter((name) => isCaptureName(name) && fs.existsSync(path.join(folder, name, headFile)))
    .map((name) => describe(path.join(folder, name), name, isInUse))
    .toSorted((a, b) => b.startedMs - a.startedMs);
}

/** Whether a living process writes this capture, as far as can be known. */
export function isBeingWritten(head: CaptureHead, capture: string, isInUse: IsInUse): boolean {
  if (head.finished) return false;
  return isThisProcess(head.owner) ? isInUse(capture) : isAlive(head.owner);
}

/** Deletes a capture with all its files. */
export function deleteCapture(folder: string, capture: string): void {
  // The head goes first: without it, what a crash may leave behind is no capture any more.
  fs.rmSync(path.join(folder, capture, headFile), { force: true });
  fs.rmSync(path.join(folder, capture), { recursive: true, force: true });
}

/**
 * Deletes captures that the limits do not allow, the oldest first, but never one in use.
 *
 * @returns what was deleted, to be said
 */
export function applyRetention(
  folder: string,
  limits: RetentionLimits,
  nowMs: number,
  isInUse: IsInUse,
): StoredCapture[] {
  const all = listCaptures(folder, isInUse);
  const removed = beyondLimits(all, limits, nowMs, isInUse);
  for (const { capture } of removed) deleteCapture(folder, capture);
  return removed;
}

/** Which captures the limits do not allow; `captures` are sorted, the newest first. */
export function beyondLimits(
  captures: readonly StoredCapture[],
  { bytes, days }: RetentionLimits,
  nowMs: number,
  isInUse: IsInUse,
): StoredCapture[] {
  const mayGo = ({ capture, state }: StoredCapture) => state !== 'open' && !isInUse(capture);
  let total = captures.reduce((sum, one) => sum + one.bytes, 0);
  return captures
    .toReversed()
    .filter(mayGo)
    .filter((one) => {
      const tooOld = days > 0 && nowMs - one.writtenMs > days * msPerDay;
      const tooMuch = bytes > 0 && total > bytes;
      if (tooOld || tooMuch) total -= one.bytes;
      return tooOld || tooMuch;
    });
}

function describe(folder: string, capture: string, isInUse: IsInUse): StoredCapture {
  const sizes = namesIn(folder).map((name) =>
    fs.statSync(path.join(folder, name), { throwIfNoEntry: false }),
  );
  const files = {
    capture,
    bytes: sizes.reduce((sum, stat) => sum + (stat?.size ?? 0), 0),
    writtenMs: sizes.reduce((latest, stat) => Math.max(latest, stat?.mtimeMs ?? 0), 0),
    rows: Math.floor(
      (fs.statSync(path.join(folder, 'rows'), { throwIfNoEntry: false })?.size ?? 0) / bytesPerRow,
    ),
  };
  try {
    const head = readHeadFile(folder);
    const unfinished = isBeingWritten(head, capture, isInUse) ? 'open' : 'unfinished';
    const state = head.finished ? 'finished' : unfinished;
    return { ...files, url: head.url, startedMs: head.startWallMs, state, problem: undefined };
  } catch (error) {
    if (!(error instanceof CaptureFormatError)) throw error;
    const { writtenMs: startedMs } = files;
    return { ...files, url: '', startedMs, state: 'unfinished', problem: error.message };
  }
}

function isThisProcess(owner: Owner): boolean {
  const self = thisOwner();
  return owner.pid === self.pid && owner.born === self.born;
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
