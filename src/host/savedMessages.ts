import { RequestError } from '../protocol/requestError';
import { longestSavedDraft, mostSavedMessages, type SavedMessage } from '../protocol/savedMessage';
import { isSavedMessage } from '../protocol/savedMessageGuards';
import type { HistoryStore } from './history';

const storageKey = 'savedMessages';

/** The messages that the user has saved, by name in the order of the alphabet. */
export class SavedMessages {
  constructor(private readonly store: HistoryStore) {}

  /** What is of another shape, from another version say, is left out. */
  get all(): readonly SavedMessage[] {
    const stored = this.store.get(storageKey);
    return Array.isArray(stored) ? stored.filter(isSavedMessage) : [];
  }

  /**
   * Saves a message, in place of one of the same name. @returns all of them
   *
   * @throws RequestError `no-name`, `too-large` or `too-many`
   */
  async save({ name, draft }: SavedMessage): Promise<readonly SavedMessage[]> {
    const trimmed = name.trim();
    if (trimmed === '') throw new RequestError('no-name', 'The message has no name. Give it one.');
    const length = JSON.stringify(draft).length;
    if (length > longestSavedDraft) {
      throw new RequestError(
        'too-large',
        `A saved message can have ${longestSavedDraft} characters; this one has ${length}. Save a shorter one, or send it from a file.`,
      );
    }
    const others = this.all.filter((message) => message.name !== trimmed);
    if (others.length >= mostSavedMessages) {
      throw new RequestError(
        'too-many',
        `${mostSavedMessages} messages are saved, which is the most. Delete one first.`,
      );
    }
    const all = [...others, { name: trimmed, draft }];
    return this.keep(all.toSorted((a, b) => a.name.localeCompare(b.name)));
  }

  /** @returns those that are left */
  async delete(name: string): Promise<readonly SavedMessage[]> {
    return this.keep(this.all.filter((message) => message.name !== name));
  }

  private async keep(all: readonly SavedMessage[]): Promise<readonly SavedMessage[]> {
    await this.store.update(storageKey, all);
    return all;
  }
}
