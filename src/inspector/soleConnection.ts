import path from 'node:path';
import { CaptureMemory } from '../capture/captureMemory';
import { SearchThread } from '../capture/search/searchThread';
import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { InspectorSettings } from '../protocol/inspectorProtocol';
import { maskUrl } from '../wire/secretMask';
import { beginCapture, memoryCapture, openStoredCapture, type HeldCapture } from './heldCapture';
import { InspectedConnection } from './inspectedConnection';

export interface SoleConnectionOptions {
  /** As typed, with its secrets. */
  readonly url: string;
  readonly settings: InspectorSettings;
  /** The folder that the capture is written to, which must not be there yet; else it is in memory. */
  readonly captureFolder: string | undefined;
  /** Which build this is. */
  readonly build: string;
  /** Hears the newest snapshot, at most once every 16 ms. */
  readonly tell: (snapshot: ConnectionSnapshot) => void;
}

/** One connection, to be dialled, for somebody who has no panels. */
export function soleConnection(options: SoleConnectionOptions): InspectedConnection {
  const { settings, captureFolder, build, tell } = options;
  const memory = new CaptureMemory(settings.memoryLimit);
  const url = maskUrl(options.url.trim(), settings.secretNames);
  const storage = new StorageListener();
  const holding = { memory, onChange: storage.onChange };
  const held =
    captureFolder === undefined
      ? memoryCapture(url, holding)
      : beginCapture(captureFolder, url, build, holding);
  return inspect(held, memory, storage, tell);
}

/**
 * A stored capture, for somebody who has no panels.
 *
 * @param folder that it lies in
 * @param memoryLimit bytes that what cannot be written may take
 * @throws RequestError `bad-capture` with the reason.
 */
export async function soleCapture(
  folder: string,
  memoryLimit: number,
): Promise<InspectedConnection> {
  const storage = new StorageListener();
  const memory = new CaptureMemory(memoryLimit);
  const holding = { memory, onChange: storage.onChange };
  const { signal } = new AbortController();
  const held = await openStoredCapture(folder, () => false, holding, signal);
  return inspect(held, memory, storage, () => {});
}

/** Hears of a storage for a connection that there may not be yet while the storage is made. */
class StorageListener {
  connection: InspectedConnection | undefined;
  readonly onChange = () => this.connection?.storageChanged();
}

function inspect(
  held: HeldCapture,
  memory: CaptureMemory,
  storage: StorageListener,
  tell: (snapshot: ConnectionSnapshot) => void,
): InspectedConnection {
  const connection = new InspectedConnection({
    id: 'sole',
    generation: 1,
    held,
    memory,
    revision: 0,
    search: new SearchThread(path.join(__dirname, 'search.js')),
    tell,
    tellExporting: undefined,
  });
  storage.connection = connection;
  return connection;
}
