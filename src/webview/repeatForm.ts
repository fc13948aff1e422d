import {
  longestRepeatMs,
  mostRepeats,
  type RepeatOrder,
  type RepeatState,
} from '../protocol/repeat';
import { formatCount } from './format';
import { readWhole } from './numberField';

/** How often to send again, as it was typed. */
export interface RepeatForm {
  readonly everyMs: string;
  /** Empty for "until it is stopped". */
  readonly times: string;
  readonly jitterMs: string;
}

export const emptyRepeat: RepeatForm = { everyMs: '1000', times: '10', jitterMs: '0' };

export type ReadRepeat =
  | { readonly ok: true; readonly order: RepeatOrder }
  | { readonly ok: false; readonly field: keyof RepeatForm; readonly message: string };

/** Reads an order to repeat, or says what is wrong in which field. */
export function readRepeat({ everyMs, times, jitterMs }: RepeatForm): ReadRepeat {
  const every = readWhole(everyMs, 0, longestRepeatMs);
  if (every === undefined) return mistake('everyMs', milliseconds);
  const count = times.trim() === '' ? undefined : readWhole(times, 1, mostRepeats);
  if (count === undefined && times.trim() !== '') return mistake('times', timesSentence);
  const jitter = jitterMs.trim() === '' ? 0 : readWhole(jitterMs, 0, longestRepeatMs);
  if (jitter === undefined) return mistake('jitterMs', milliseconds);
  return { ok: true, order: { everyMs: every, times: count, jitterMs: jitter } };
}

/** How far a repetition has come, in words. */
export function repeatText({ sent, times, state, why }: RepeatState): string {
  const count = `${formatCount(sent)}${times === undefined ? '' : ` of ${formatCount(times)}`} sent`;
  switch (state) {
    case 'running':
      return `Repeating: ${count}`;
    case 'done':
      return `Repeated: ${count}`;
    case 'stopped':
      return `Stopped: ${count}. ${why ?? ''}`.trim();
    case 'failed':
      return `Failed: ${count}. ${why ?? ''}`.trim();
  }
}

const milliseconds = `Give whole milliseconds, 0 to ${formatCount(longestRepeatMs)}.`;
const timesSentence = `Give a whole number, 1 to ${formatCount(mostRepeats)}, or nothing to go on until it is stopped.`;

function mistake(field: keyof RepeatForm, message: string): ReadRepeat {
  return { ok: false, field, message };
}
