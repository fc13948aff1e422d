import {
  isAnyOf,
  isBoolean,
  isNull,
  isOneOf,
  isOptional,
  isRecord,
  isText,
  isWhole,
} from './checks';
import { isPanelDraft, longestText } from './draftGuards';
import type { Guards } from './endpoint';
import { isHabitChoices } from './habitGuards';
import type { PanelMethods } from './panelProtocol';
import { longestRepeatMs, mostRepeats } from './repeat';
import { mostRows } from './rowBatch';
import { longestSavedName } from './savedMessage';
import { isSavedMessage } from './savedMessageGuards';

/** Longest URL that is dialled, in UTF-16 units. */
export const longestUrl = 32 * 1024;
/** Longest text of a filter that is taken at all, in UTF-16 units; the filter itself allows less. */
export const longestFilterText = 1024 * 1024;
/** Most buckets of time that a summary may be asked for. */
export const mostSummaryBuckets = 4_096;
/** Most bytes that one request may read. */
export const mostBytes = 16 * 1024 * 1024;

const row = isWhole(Number.MAX_SAFE_INTEGER);
const confirmed = isOptional(isBoolean);

/** The checks that the host makes before it acts on anything that a panel says. */
export const panelGuards: Guards<PanelMethods> = {
  'panel/hello': isRecord({ protocol: isWhole(0xffff_ffff), build: isText(100) }),
  'host/ping': isNull,
  'connection/open': isRecord({
    url: isText(longestUrl),
    acceptUntrustedCertificate: isBoolean,
    habits: isOptional(isHabitChoices),
  }),
  'connection/cancel': isNull,
  'connection/close': isNull,
  'frame/send': isAnyOf(
    isRecord({ draft: isPanelDraft, confirmed }),
    isRecord({ preview: row, confirmed }),
  ),
  'frame/preview': isRecord({ draft: isPanelDraft }),
  'repeat/start': isRecord({
    draft: isPanelDraft,
    order: isRecord({
      everyMs: isWhole(longestRepeatMs),
      times: isOptional(isWhole(mostRepeats, 1)),
      jitterMs: isWhole(longestRepeatMs),
    }),
    confirmed,
  }),
  'repeat/stop': isNull,
  'draft/fromRow': isRecord({ row, as: isOneOf(['frame', 'message']) }),
  'file/choose': isNull,
  'saved/list': isNull,
  'saved/save': isSavedMessage,
  'saved/delete': isRecord({ name: isText(longestSavedName) }),
  'filter/set': isRecord({
    text: isText(longestFilterText),
    view: isOptional(isOneOf(['frames', 'messages'])),
  }),
  'filter/complete': isRecord({ text: isText(longestFilterText), caret: row }),
  'rows/read': isRecord({ generation: row, start: row, count: isWhole(mostRows) }),
  'row/find': isRecord({ timeUs: row }),
  'summary/read': isRecord({ buckets: isWhole(mostSummaryBuckets) }),
  'frame/read': isRecord({ row }),
  'bytes/read': isRecord({
    row,
    view: isOneOf(['message', 'payload', 'frame']),
    offset: row,
    length: isWhole(mostBytes),
  }),
  'clipboard/write': isRecord({ text: isText(longestText) }),
  'rows/export': isRecord({
    selection: isAnyOf(isNull, isRecord({ from: row, to: row, count: row })),
  }),
};
