import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { StoredCapture } from '../protocol/inspectorProtocol';
import { panelTitle } from './panelTitle';

const stateWords: Readonly<Record<StoredCapture['state'], string>> = {
  finished: '',
  unfinished: 'not finished',
  open: 'being written',
};

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Spans of an age, the longest first, in milliseconds. */
const ageUnits = [
  ['day', 24 * 60 * 60 * 1000],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
] as const;

/** A stored capture as one item of a list. */
export interface CaptureWords {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** What a list says of a stored capture. */
export function describeCapture(capture: StoredCapture, nowMs: number): CaptureWords {
  const { url, startedMs, bytes, rows, state, problem } = capture;
  const facts = [
    new Date(startedMs).toLocaleString(),
    ageOf(startedMs, nowMs),
    sizeOf(bytes),
    counted(rows, 'row'),
  ];
  return {
    label: url === '' ? capture.capture : url,
    description: problem === undefined ? stateWords[state] : 'cannot be opened',
    detail: problem ?? facts.join(' · '),
  };
}

/** Captures to choose from: what was not finished comes first, then the newest. */
export function sortCaptures(captures: readonly StoredCapture[]): readonly StoredCapture[] {
  return [
    ...captures.filter(isUnfinished),
    ...captures.filter((capture) => !isUnfinished(capture)),
  ];
}

/** Whether a capture can be opened whose writer ended before it was done. */
export function isUnfinished({ state, problem }: StoredCapture): boolean {
  return state === 'unfinished' && problem === undefined;
}

/** Said when captures are found that their writer did not finish. */
export function unfinishedSentence(count: number): string {
  const were = count === 1 ? '1 capture was' : `${count} captures were`;
  return `${were} not finished because VS Code or the extension host ended unexpectedly.`;
}

/** Said of what the retention limits took. */
export function removedSentence(removed: readonly StoredCapture[]): string {
  const bytes = removed.reduce((sum, capture) => sum + capture.bytes, 0);
  const were =
    removed.length === 1 ? '1 stored capture was' : `${removed.length} stored captures were`;
  return `${were} deleted to keep within the limits of the settings (${sizeOf(bytes)}).`;
}

/** Name of the file that an export is first suggested to become. */
export function exportName(
  url: ConnectionSnapshot['url'],
  extension: string,
  nowMs: number,
): string {
  const host = panelTitle(url).replaceAll(/[^\w.-]+/g, '-');
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${host}-${time}.${extension}`;
}

/** Bytes in decimal units with at most three figures: `34.5 MB`. */
export function sizeOf(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${byteUnits[unit]}`;
}

function ageOf(startedMs: number, nowMs: number): string {
  const age = nowMs - startedMs;
  const [unit, length] = ageUnits.find(([, span]) => age >= span) ?? [];
  if (unit === undefined) return 'just now';
  const count = Math.floor(age / length);
  return `${counted(count, unit)} ago`;
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : `${one}s`}`;
}
