import type { SecretStore } from '../../../src/host/addressBook';
import type { HistoryStore } from '../../../src/host/history';

/** VS Code's `Memento`, in memory. */
export function memoryStore(values = new Map<string, unknown>()): HistoryStore {
  return {
    get: (key) => values.get(key),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

/** VS Code's `SecretStorage`, in memory and open to be looked at. */
export class MemorySecrets implements SecretStore {
  readonly values = new Map<string, string>();

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.values.get(key));
  }

  store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.values.delete(key);
    return Promise.resolve();
  }
}
