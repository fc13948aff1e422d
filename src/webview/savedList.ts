import type { FrameDraft } from '../protocol/frameDraft';
import type { SavedMessage } from '../protocol/savedMessage';
import type { HostLink } from './hostLink';
import { messageOf } from './messageOf';

export interface SavedListOptions {
  readonly request: HostLink['request'];
  /** What could not be done, in a sentence. */
  readonly onFailure: (sentence: string) => void;
  readonly onChange: () => void;
}

/** The messages that the host keeps for the user, as far as they have been read. */
export class SavedList {
  private messages: readonly SavedMessage[] | undefined;

  constructor(private readonly options: SavedListOptions) {}

  get all(): readonly SavedMessage[] | undefined {
    return this.messages;
  }

  /** Reads them anew: another panel may have saved one. */
  async read(): Promise<void> {
    await this.take(this.options.request('saved/list', null));
  }

  /** @returns whether it was saved */
  save(name: string, draft: FrameDraft): Promise<boolean> {
    return this.take(this.options.request('saved/save', { name, draft }));
  }

  async delete(name: string): Promise<void> {
    await this.take(this.options.request('saved/delete', { name }));
  }

  private async take(answer: Promise<readonly SavedMessage[]>): Promise<boolean> {
    try {
      this.messages = await answer;
      this.options.onChange();
      return true;
    } catch (error) {
      this.options.onFailure(messageOf(error));
      return false;
    }
  }
}
