import type { Direction } from '../wire/direction';
import type { CapturedStatus } from './statusStore';

/*
 * What stands in the files of a capture, as docs/capture-format.md describes it.
 */

/** Grows with every change that a reader of before cannot read. */
export const captureFormatVersion = 1;

/** What `capture.json` says it is. */
export const captureFormatName = 'socket-playground-capture';

/** The file that makes a folder a capture. */
export const headFile = 'capture.json';
export const journalFile = 'journal';

/** The files that are only ever appended to, besides the journal. */
export const dataFiles = [
  'in.bytes',
  'out.bytes',
  'rows',
  'in.inflated',
  'in.inflated.index',
  'out.inflated',
  'out.inflated.index',
] as const;

export type DataFile = (typeof dataFiles)[number];

/** The process that writes a capture. */
export interface Owner {
  readonly pid: number;
  /** When it began, in the system's own words, since ids are used again; empty if unknown. */
  readonly born: string;
}

/** `capture.json`. */
export interface CaptureHead {
  readonly format: string;
  readonly version: number;
  /** Microseconds of the machine's clock, and milliseconds since the Unix epoch, at the start. */
  readonly startUs: number;
  readonly startWallMs: number;
  /** The address dialled first, secret values masked. */
  readonly url: string;
  /** The build of the extension that began it. */
  readonly build: string;
  readonly owner: Owner;
  /** False while it is being written, and for ever if its owner was killed. */
  readonly finished: boolean;
}

/** How far the frames of one direction go. */
export interface DirectionState {
  /** Position after the last frame. */
  readonly end: number;
  /** How many frames there are. */
  readonly frames: number;
  /** The row in which an unfinished message began; -1 without one. */
  readonly open: number;
}

export type DirectionStates = Readonly<Record<Direction, DirectionState>>;

/** A connection of the capture: its first row, and where its frames begin in both streams. */
export interface ConnectionStart extends Readonly<Record<Direction, number>> {
  readonly row: number;
  /** As dialled, secret values masked. */
  readonly url: string;
}

/** A status row, with its time in microseconds since the capture's start. */
export interface StoredStatus extends CapturedStatus {
  readonly row: number;
  readonly timeUs: number;
}

/** A line of the journal. */
export type JournalLine =
  | ({ readonly type: 'connection' } & ConnectionStart)
  /** The connection noted last has settled on permessage-deflate (RFC 7692). */
  | { readonly type: 'deflate' }
  | ({ readonly type: 'status' } & StoredStatus)
  /** Less payload came than the header of the frame declares. */
  | { readonly type: 'short'; readonly row: number; readonly received: number }
  /** A page of rows is full; its CRC-32, and the state after it. */
  | ({ readonly type: 'page'; readonly page: number; readonly crc32: number } & DirectionStates)
  /** All that earlier lines say of this row and later ones no longer holds. */
  | { readonly type: 'cut'; readonly row: number }
  /** What had to be repaired, in words. */
  | { readonly type: 'repaired'; readonly text: string }
  /** Nothing follows; the CRC-32 is that of the last page, up to its last row. */
  | ({
      readonly type: 'finished';
      readonly rows: number;
      readonly crc32: number;
    } & DirectionStates);

/** One sentence on why a folder cannot be opened as a capture. */
export class CaptureFormatError extends Error {
  override readonly name = 'CaptureFormatError';
}

/**
 * Reads `capture.json`.
 *
 * @throws CaptureFormatError
 */
export function readHead(text: string): CaptureHead {
  if (text.trim() === '') {
    throw new CaptureFormatError('This capture cannot be opened: its capture.json is empty.');
  }
  const head = parseJson(text);
  if (!isHead(head)) {
    throw new CaptureFormatError(
      'This capture cannot be opened: its capture.json is not that of a capture.',
    );
  }
  if (head.version > captureFormatVersion) {
    throw new CaptureFormatError(
      `This capture has format version ${head.version}, and this build reads versions up to ${captureFormatVersion}. Update the extension to open it.`,
    );
  }
  return head;
}

function isHead(value: unknown): value is CaptureHead {
  if (typeof value !== 'object' || value === null) return false;
  const head = value as Partial<Record<keyof CaptureHead, unknown>>;
  if (head.format !== captureFormatName || !isCount(head.version)) return false;
  // A newer version may say the rest in another way.
  if (head.version > captureFormatVersion) return true;
  return (
    typeof head.startUs === 'number' &&
    typeof head.startWallMs === 'number' &&
    typeof head.url === 'string' &&
    typeof head.build === 'string' &&
    typeof head.finished === 'boolean' &&
    isOwner(head.owner)
  );
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  const owner = value as Partial<Record<keyof Owner, unknown>>;
  return isCount(owner.pid) && typeof owner.born === 'string';
}

/** Whether something from a file is a number that counts something. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The status that a line of the journal stands for. */
export function statusOf({ severity, text, detail, event }: StoredStatus): CapturedStatus {
  return { severity, text, detail, ...(event && { event }) };
}

/** What a text from a file says; `undefined` if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
