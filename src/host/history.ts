/** Most addresses that the history keeps; the oldest goes when a new one comes. */
export const historyLimit = 20;

const storageKey = 'addresses';

/** The part of VS Code's `Memento` that the history needs. */
export interface HistoryStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The addresses that were dialled, newest first, with their secret values masked. */
export class History {
  constructor(private readonly store: HistoryStore) {}

  get addresses(): readonly string[] {
    const stored = this.store.get(storageKey);
    if (!Array.isArray(stored)) return [];
    return stored.filter((address): address is string => typeof address === 'string');
  }

  /** Puts an address first; returns those that had to go for it. */
  async add(masked: string): Promise<readonly string[]> {
    const all = [masked, ...this.addresses.filter((address) => address !== masked)];
    await this.store.update(storageKey, all.slice(0, historyLimit));
    return all.slice(historyLimit);
  }

  async remove(masked: string): Promise<void> {
    const kept = this.addresses.filter((address) => address !== masked);
    await this.store.update(storageKey, kept);
  }
}
