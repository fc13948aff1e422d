import {
  isCount,
  parseJson,
  type ConnectionStart,
  type JournalLine,
  type StoredStatus,
} from './captureFormat';

/** What the journal says, all its lines together. */
export interface Journal {
  readonly connections: (ConnectionStart & { permessageDeflate: boolean })[];
  readonly statuses: Map<number, StoredStatus>;
  /** Received payload bytes of short frames, by row. */
  readonly short: Map<number, number>;
  readonly pages: Map<number, Extract<JournalLine, { type: 'page' }>>;
  /** What was repaired when it was opened before. */
  readonly repaired: string[];
  finished: Extract<JournalLine, { type: 'finished' }> | undefined;
  /** Lines that could not be read; a last one without its line feed is not counted. */
  unreadable: number;
}

export function emptyJournal(): Journal {
  return {
    connections: [],
    statuses: new Map(),
    short: new Map(),
    pages: new Map(),
    repaired: [],
    finished: undefined,
    unreadable: 0,
  };
}

/**
 * Adds the next lines to a journal.
 *
 * @param text whole lines: a last one without its line feed is left out
 * @param rowsInPage how many rows a page has, so that a cut reaches the pages too
 */
export function addLines(journal: Journal, text: string, rowsInPage: number): void {
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = parseJson(line);
    if (isJournalLine(entry)) addLine(journal, entry, rowsInPage);
    else journal.unreadable++;
  }
}

function addLine(journal: Journal, line: JournalLine, rowsInPage: number): void {
  switch (line.type) {
    case 'connection':
      journal.connections.push({ ...line, permessageDeflate: false });
      break;
    case 'deflate': {
      const connection = journal.connections.at(-1);
      if (connection) connection.permessageDeflate = true;
      break;
    }
    case 'status':
      journal.statuses.set(line.row, { ...line, detail: line.detail });
      break;
    case 'short':
      journal.short.set(line.row, line.received);
      break;
    case 'page':
      journal.pages.set(line.page, line);
      break;
    case 'cut':
      cutJournal(journal, line.row, rowsInPage);
      break;
    case 'repaired':
      journal.repaired.push(line.text);
      break;
    case 'finished':
      journal.finished = line;
      break;
  }
}

/** Takes back what the journal says of `row` and the rows after it. */
export function cutJournal(journal: Journal, row: number, rowsInPage: number): void {
  journal.finished = undefined;
  const kept = journal.connections.filter((connection) => connection.row < row);
  journal.connections.splice(0, Infinity, ...kept);
  for (const at of journal.statuses.keys()) if (at >= row) journal.statuses.delete(at);
  for (const at of journal.short.keys()) if (at >= row) journal.short.delete(at);
  for (const page of journal.pages.keys()) {
    if ((page + 1) * rowsInPage > row) journal.pages.delete(page);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** What each type of line must have. A file that was damaged may hold any JSON. */
const hasFields: Readonly<Record<JournalLine['type'], (line: Fields) => boolean>> = {
  connection: ({ row, in: received, out, url }) =>
    [row, received, out].every(isCount) && typeof url === 'string',
  deflate: () => true,
  status: ({ row, timeUs, severity, text, detail }) =>
    isCount(row) &&
    typeof timeUs === 'number' &&
    (severity === 'info' || severity === 'error') &&
    typeof text === 'string' &&
    (detail === undefined || typeof detail === 'string'),
  short: ({ row, received }) => isCount(row) && isCount(received),
  page: ({ page, crc32, ...line }) => isCount(page) && isCount(crc32) && hasStates(line),
  cut: ({ row }) => isCount(row),
  repaired: ({ text }) => typeof text === 'string',
  finished: ({ rows, crc32, ...line }) => isCount(rows) && isCount(crc32) && hasStates(line),
};

function isJournalLine(value: unknown): value is JournalLine {
  if (!isObject(value) || typeof value['type'] !== 'string') return false;
  const { type } = value;
  return Object.hasOwn(hasFields, type) && hasFields[type as JournalLine['type']](value);
}

function hasStates({ in: received, out }: Fields): boolean {
  return [received, out].every(
    (state) =>
      isObject(state) &&
      isCount(state['end']) &&
      isCount(state['frames']) &&
      (state['open'] === -1 || isCount(state['open'])),
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
