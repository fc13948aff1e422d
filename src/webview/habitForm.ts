import {
  defaultHabits,
  greatestHabitLimit,
  longestHabitMs,
  type DeflateOffer,
  type HabitChoices,
} from '../protocol/engineHabits';
import { formatCount } from './format';
import { isRecord, valuesOr } from './keptValues';
import { readWhole } from './numberField';

export const pingAnswers = ['always', 'never', 'after', 'first'] as const;
export const windowChoices = ['8', '9', '10', '11', '12', '13', '14', '15'] as const;

/** The habits of the next connection, as they were typed. */
export interface HabitForm {
  /** One of {@link pingAnswers}. */
  readonly pings: string;
  readonly pingAfterMs: string;
  readonly pingFirst: string;
  /** Eight hex digits; empty for random keys. */
  readonly maskingKey: string;
  readonly deflate: boolean;
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** 8 to 15; empty leaves it to the server. */
  readonly serverMaxWindowBits: string;
  /** 8 to 15, or `any`; empty does not offer it. */
  readonly clientMaxWindowBits: string;
  /** Bytes; empty as the inspector thinks best. */
  readonly threshold: string;
  readonly strictUtf8: boolean;
  /** Bytes; empty for the setting. */
  readonly messageLimit: string;
  readonly mostFragments: string;
  readonly mostBufferedChunks: string;
  readonly mostPongsWaiting: string;
  readonly closeTimeoutMs: string;
}

const { deflate } = defaultHabits;

export const firstHabits: HabitForm = {
  pings: 'always',
  pingAfterMs: '5000',
  pingFirst: '3',
  maskingKey: '',
  deflate: deflate !== false,
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: '',
  clientMaxWindowBits: 'any',
  threshold: '',
  strictUtf8: defaultHabits.strictUtf8,
  messageLimit: '',
  mostFragments: String(defaultHabits.mostFragments),
  mostBufferedChunks: String(defaultHabits.mostBufferedChunks),
  mostPongsWaiting: String(defaultHabits.mostPongsWaiting),
  closeTimeoutMs: String(defaultHabits.closeTimeoutMs),
};

export type ReadHabits =
  | { readonly ok: true; readonly habits: HabitChoices }
  | { readonly ok: false; readonly field: keyof HabitForm; readonly message: string };

/** Reads habits that were kept; `undefined` if the user never chose any. */
export function keptHabits(kept: unknown): HabitForm | undefined {
  return isRecord(kept) ? valuesOr(kept, firstHabits) : undefined;
}

/** Which habits are not the usual ones. */
export function changedHabits(form: HabitForm): readonly (keyof HabitForm)[] {
  const names = Object.keys(form) as (keyof HabitForm)[];
  return names.filter((name) => form[name] !== firstHabits[name]);
}

/** Reads what to tell a connection, or says what is wrong in which field. */
export function readHabits(form: HabitForm): ReadHabits {
  const mistakes: { field: keyof HabitForm; message: string }[] = [];
  const whole = (field: keyof HabitForm, most: number): number => {
    const value = readWhole(String(form[field]), 0, most);
    if (value === undefined) {
      mistakes.push({ field, message: `Give a whole number, 0 to ${formatCount(most)}.` });
    }
    return value ?? 0;
  };
  const orNothing = (field: keyof HabitForm, most: number) =>
    form[field] === '' ? undefined : whole(field, most);
  const key = form.maskingKey.replaceAll(/\s/g, '');
  if (!/^(?:[0-9a-f]{8})?$/i.test(key)) {
    mistakes.push({
      field: 'maskingKey',
      message: 'A masking key is four bytes. Write eight hex digits, or nothing for random keys.',
    });
  }
  const habits: HabitChoices = {
    answerPings: pingHabit(form, whole),
    maskingKey: key === '' ? undefined : key,
    deflate: form.deflate && {
      serverNoContextTakeover: form.serverNoContextTakeover,
      clientNoContextTakeover: form.clientNoContextTakeover,
      serverMaxWindowBits: windowBits(form.serverMaxWindowBits),
      clientMaxWindowBits:
        form.clientMaxWindowBits === 'any' ? 'any' : windowBits(form.clientMaxWindowBits),
      threshold: orNothing('threshold', Number.MAX_SAFE_INTEGER),
    },
    strictUtf8: form.strictUtf8,
    messageLimit: orNothing('messageLimit', Number.MAX_SAFE_INTEGER),
    mostFragments: whole('mostFragments', greatestHabitLimit),
    mostBufferedChunks: whole('mostBufferedChunks', greatestHabitLimit),
    mostPongsWaiting: whole('mostPongsWaiting', greatestHabitLimit),
    closeTimeoutMs: whole('closeTimeoutMs', longestHabitMs),
  };
  const [first] = mistakes;
  return first ? { ok: false, ...first } : { ok: true, habits };
}

function pingHabit(
  { pings }: HabitForm,
  whole: (field: keyof HabitForm, most: number) => number,
): HabitChoices['answerPings'] {
  switch (pings) {
    case 'never':
      return 'never';
    case 'after':
      return { afterMs: whole('pingAfterMs', longestHabitMs) };
    case 'first':
      return { first: whole('pingFirst', Number.MAX_SAFE_INTEGER) };
    default:
      return 'always';
  }
}

function windowBits(text: string): DeflateOffer['serverMaxWindowBits'] {
  return readWhole(text, 8, 15);
}
