import type { ConnectionId, ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { Handlers } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import { idleSnapshot } from '../protocol/idleSnapshot';
import type { InspectorMethods, InspectorSettings } from '../protocol/inspectorProtocol';
import { encodeRowBatch } from '../protocol/rowBatch';
import { checkAndMask } from './addressCheck';
import { InspectedConnection, noRow, notOpen } from './inspectedConnection';

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
  /** Hears the newest snapshot of a connection, at most once every 16 ms. */
  readonly tell: (snapshot: ConnectionSnapshot) => void;
  /** Which build this is. */
  readonly build: string;
}

/** The application without VS Code: connections, their captures, and an answer to every request. */
export class Inspector {
  readonly handlers: Handlers<InspectorMethods> = {
    'inspector/hello': () => ({ protocol: protocolVersion, build: this.options.build }),
    'inspector/configure': (settings) => this.configure(settings),
    'address/check': ({ url }) => checkAndMask(url, this.settings.secretNames),
    'connection/open': ({ connection, dial }) => {
      this.opened(connection).open(dial, this.settings);
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
    'frame/send': async ({ connection, draft }) => {
      await this.known(connection).send(draft);
      return null;
    },
    'rows/read': ({ connection, start, count }) =>
      this.connections.get(connection)?.readRows(start, count) ??
      encodeRowBatch({ generation: 0, start: 0, rows: [] }),
    'frame/read': ({ connection, row }) => this.withRows(connection, row).readFrame(row),
    'bytes/read': ({ connection, row, view, offset, length }) =>
      this.withRows(connection, row).readBytes(row, view, offset, length),
  };

  private readonly connections = new Map<ConnectionId, InspectedConnection>();
  private settings = defaultSettings;
  private nextGeneration = 1;

  constructor(private readonly options: InspectorOptions) {}

  /** Ends every connection at once and forgets every capture. */
  dispose(): void {
    for (const connection of this.connections.values()) connection.dispose();
    this.connections.clear();
  }

  /** Takes the settings over for the next connections; the memory limit holds at once. */
  private configure(settings: InspectorSettings): null {
    this.settings = settings;
    for (const connection of this.connections.values()) {
      connection.limitMemory(settings.memoryLimit);
    }
    return null;
  }

  private forget(id: ConnectionId): null {
    this.connections.get(id)?.dispose();
    this.connections.delete(id);
    return null;
  }

  private opened(id: ConnectionId): InspectedConnection {
    const known = this.connections.get(id);
    if (known) return known;
    const connection = new InspectedConnection({
      id,
      generation: this.nextGeneration,
      memoryLimit: this.settings.memoryLimit,
      tell: this.options.tell,
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
