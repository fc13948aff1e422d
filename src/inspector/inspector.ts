import path from 'node:path';
import { CaptureMemory } from '../capture/captureMemory';
import { completeFilter } from '../capture/filter/completion';
import { parseFilter } from '../capture/filter/parser';
import { SearchThread } from '../capture/search/searchThread';
import type { CaptureId, ConnectionId, ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { Handlers } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import { idleSnapshot } from '../protocol/idleSnapshot';
import type {
  ExportProgress,
  InspectorMethods,
  InspectorSettings,
} from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import { encodeRowBatch } from '../protocol/rowBatch';
import { maskUrl } from '../wire/secretMask';
import { checkAndMask } from './addressCheck';
import { CaptureLibrary } from './captureLibrary';
import { DraftSender } from './draftSender';
import type { HeldCapture, HoldOptions } from './heldCapture';
import { InspectedConnection } from './inspectedConnection';
import { alreadyOpen, noRow, notOpen } from './refusals';
import { emptySummary } from './summaryReader';

/** What holds until the first `inspector/configure`. */
export const defaultSettings: InspectorSettings = {
  memoryLimit: 256_000_000,
  messageLimit: 100_000_000,
  handshakeTimeoutMs: 20_000,
  secretNames: [],
};

/** Generations of an inspector's captures lie this far apart, so that no two captures share one. */
const generationStep = 1 << 16;

export interface InspectorOptions {
  /** Hears the newest snapshot of a connection, at most once every 16 ms, and when a search is done. */
  readonly tell: (snapshot: ConnectionSnapshot) => void;
  /** Hears how far an export has got. */
  readonly tellExporting?: (progress: ExportProgress) => void;
  /** Which build this is. */
  readonly build: string;
  /** Path of the search thread's bundle; it lies beside this one unless told. */
  readonly searchFile?: string;
}

/** The application without VS Code: connections, their captures, and an answer to every request. */
export class Inspector {
  readonly handlers: Handlers<InspectorMethods> = {
    'inspector/hello': () => ({ protocol: protocolVersion, build: this.options.build }),
    'inspector/configure': (settings) => this.configure(settings),
    'inspector/finish': () => {
      this.dispose();
      return null;
    },
    'address/check': ({ url }) => checkAndMask(url, this.settings.secretNames),
    'connection/open': ({ connection, dial }) => {
      this.forDialling(connection, dial.url).open(dial, this.settings);
      return null;
    },
    'connection/cancel': ({ connection }) => {
      this.connections.get(connection)?.cancel();
      return null;
    },
    'connection/close': ({ connection, code, reason }) => {
      this.known(connection).close(code, reason);
      return null;
    },
    'connection/forget': ({ connection }) => this.forget(connection),
    'connection/read': ({ connection }) =>
      this.connections.get(connection)?.snapshot() ??
      idleSnapshot(connection, this.settings.memoryLimit),
    'frame/send': async ({ connection, confirmed = false, ...what }) => {
      const { sender } = this.known(connection);
      await ('draft' in what
        ? sender.send(what.draft, confirmed)
        : sender.sendPreviewed(what.preview, confirmed));
      return null;
    },
    'frame/preview': ({ connection, draft }) =>
      this.connections.get(connection)?.sender.preview(draft) ?? this.unconnected.preview(draft),
    'repeat/start': async ({ connection, draft, order, confirmed = false }) => {
      await this.known(connection).sender.startRepeat(draft, order, confirmed);
      return null;
    },
    'repeat/stop': ({ connection }) => {
      this.connections.get(connection)?.sender.stopRepeat('It was stopped.');
      return null;
    },
    'draft/fromRow': ({ connection, row, as }) =>
      this.withRows(connection, row).draftFromRow(row, as),
    'filter/set': ({ connection, text, view }) => ({
      mistakes:
        this.connections.get(connection)?.setFilter(text, view) ?? parseFilter(text).mistakes,
    }),
    'filter/complete': ({ text, caret }) => {
      // Who completes will search.
      this.search.start();
      return completeFilter(text, caret);
    },
    'rows/read': ({ connection, start, count }) =>
      this.connections.get(connection)?.readRows(start, count) ??
      encodeRowBatch({ generation: 0, start: 0, rows: [] }),
    'row/find': ({ connection, timeUs }) => ({
      index: this.connections.get(connection)?.indexAtTime(timeUs) ?? 0,
    }),
    'summary/read': ({ connection, buckets }) =>
      this.connections.get(connection)?.readSummary(buckets) ?? emptySummary(),
    'frame/read': ({ connection, row }) => this.withRows(connection, row).readFrame(row),
    'bytes/read': ({ connection, row, view, offset, length }) =>
      this.withRows(connection, row).readBytes(row, view, offset, length),
    'captures/list': () => this.library.list(),
    'captures/open': ({ connection, capture }, { signal }) =>
      this.show(connection, capture, signal),
    'captures/delete': ({ capture }) => {
      this.library.delete(capture);
      return null;
    },
    'captures/tidy': () => this.library.tidy(),
    'captures/export': ({ connection, ...order }, { signal }) =>
      this.withRows(connection, order.from).export(order, signal),
  };

  private readonly connections = new Map<ConnectionId, InspectedConnection>();
  /** Ends the opening of a capture for a panel that is to show something else, or nothing more. */
  private readonly openings = new Map<ConnectionId, AbortController>();
  private readonly library: CaptureLibrary;
  private readonly search: SearchThread;
  /** Previews for panels that have not connected yet. */
  private readonly unconnected = new DraftSender({
    connection: () => undefined,
    onChange: () => {},
  });
  private settings = defaultSettings;
  private readonly memory = new CaptureMemory(defaultSettings.memoryLimit);
  private nextGeneration = 1;

  constructor(private readonly options: InspectorOptions) {
    this.library = new CaptureLibrary(options.build);
    this.search = new SearchThread(options.searchFile ?? path.join(__dirname, 'search.js'));
  }

  /** Ends every connection at once and finishes every capture. */
  dispose(): void {
    for (const id of this.openings.keys()) this.giveUpOpening(id);
    for (const connection of this.connections.values()) connection.dispose();
    this.connections.clear();
    this.search.dispose();
  }

  /** Takes the settings over for the next connections; the memory limit holds at once. */
  private configure(settings: InspectorSettings): null {
    this.settings = settings;
    this.library.folder = settings.capturesFolder;
    this.library.retention = settings.retention;
    this.memory.limit = settings.memoryLimit;
    for (const connection of this.connections.values()) {
      connection.memoryLimitChanged();
    }
    return null;
  }

  private forget(id: ConnectionId): null {
    this.giveUpOpening(id);
    this.connections.get(id)?.dispose();
    this.connections.delete(id);
    return null;
  }

  private giveUpOpening(id: ConnectionId): void {
    const message = 'The capture was not opened, since its panel shows something else now.';
    this.openings.get(id)?.abort(new RequestError('cancelled', message));
    this.openings.delete(id);
  }

  /** What stands behind the panel, with a capture that what is dialled goes into. */
  private forDialling(id: ConnectionId, url: string): InspectedConnection {
    this.giveUpOpening(id);
    const known = this.connections.get(id);
    if (known && !known.isStored) return known;
    const masked = maskUrl(url.trim(), this.settings.secretNames);
    return this.hold(id, this.library.begin(masked, this.holdOptions(id)));
  }

  private async show(
    id: ConnectionId,
    capture: CaptureId,
    signal: AbortSignal,
  ): Promise<ConnectionSnapshot> {
    if (this.connections.get(id)?.isOpen) throw alreadyOpen();
    this.giveUpOpening(id);
    const opening = new AbortController();
    this.openings.set(id, opening);
    const either = AbortSignal.any([signal, opening.signal]);
    try {
      const held = await this.library.open(capture, this.holdOptions(id), either);
      if (either.aborted) held.release();
      either.throwIfAborted();
      return this.hold(id, held).snapshot();
    } finally {
      if (this.openings.get(id) === opening) this.openings.delete(id);
    }
  }

  private holdOptions(id: ConnectionId): HoldOptions {
    return {
      memory: this.memory,
      onChange: () => this.connections.get(id)?.storageChanged(),
    };
  }

  /** Puts another capture behind a panel, in place of the one that it had. */
  private hold(id: ConnectionId, held: HeldCapture): InspectedConnection {
    const revision = this.connections.get(id)?.newestRevision ?? 0;
    this.forget(id);
    const connection = new InspectedConnection({
      id,
      generation: this.nextGeneration,
      held,
      memory: this.memory,
      revision,
      search: this.search,
      tell: this.options.tell,
      tellExporting: this.options.tellExporting,
    });
    this.nextGeneration += generationStep;
    this.connections.set(id, connection);
    return connection;
  }

  private known(id: ConnectionId): InspectedConnection {
    const connection = this.connections.get(id);
    if (!connection) throw notOpen();
    return connection;
  }

  private withRows(id: ConnectionId, row: number): InspectedConnection {
    const connection = this.connections.get(id);
    if (!connection) throw noRow(row, 0);
    return connection;
  }
}
