import { isAnyOf, isBoolean, isOneOf, isOptional, isRecord, isWhole, type Check } from './checks';
import {
  greatestHabitLimit,
  longestHabitMs,
  type DeflateOffer,
  type HabitChoices,
} from './engineHabits';

const milliseconds = isWhole(longestHabitMs);
const limit = isOptional(isWhole(greatestHabitLimit));
const windowBits = isWhole(15, 8);

const isDeflateOffer: Check<DeflateOffer> = isRecord({
  serverNoContextTakeover: isBoolean,
  clientNoContextTakeover: isBoolean,
  serverMaxWindowBits: isOptional(windowBits),
  clientMaxWindowBits: isAnyOf(windowBits, isOneOf(['any', undefined])),
  threshold: isOptional(isWhole(Number.MAX_SAFE_INTEGER)),
});

/** Checks habits that come from a panel or from another extension. */
export const isHabitChoices: Check<HabitChoices> = isRecord({
  answerPings: isAnyOf(
    isOneOf(['always', 'never', undefined]),
    isRecord({ afterMs: milliseconds }),
    isRecord({ first: isWhole(Number.MAX_SAFE_INTEGER) }),
  ),
  maskingKey: isOptional(isMaskingKey),
  deflate: isAnyOf(isDeflateOffer, isOneOf([false, undefined])),
  strictUtf8: isOptional(isBoolean),
  messageLimit: isOptional(isWhole(Number.MAX_SAFE_INTEGER)),
  mostFragments: limit,
  mostBufferedChunks: limit,
  mostPongsWaiting: limit,
  closeTimeoutMs: isOptional(milliseconds),
});

/** Eight hex digits. */
function isMaskingKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}$/i.test(value);
}
