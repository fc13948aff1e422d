import type { FramePreview } from '../protocol/framePreview';
import { longestPreview } from '../protocol/framePreview';
import type { PanelDraft } from '../protocol/frameDraft';
import { messageOf } from './messageOf';

/** Milliseconds without a change after which the bytes are asked for: they are work. */
const afterMs = 200;

export interface PreviewReaderOptions {
  readonly read: (draft: PanelDraft) => Promise<FramePreview>;
  readonly onChange: () => void;
}

/** What is to be shown: a draft with so many bytes of payload, at a state of the connection. */
export interface PreviewWish {
  readonly draft: PanelDraft;
  readonly size: number;
  /** Changes when the same draft would become other bytes. */
  readonly state: string;
}

/** What is known of the bytes. The user must ask for them where there are many. */
export type PreviewState =
  | { readonly kind: 'none' | 'reading' | 'large' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'read'; readonly preview: FramePreview; readonly bytes: Uint8Array };

/** Asks for the bytes of what stands in the composer, once the user pauses. */
export class PreviewReader {
  private current: PreviewState = { kind: 'none' };
  private wish: PreviewWish | undefined;
  /** What the current state was read of; an older one shows until the next is here. */
  private readOf: PreviewWish | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PreviewReaderOptions) {}

  get state(): PreviewState {
    return this.current;
  }

  /** Hands over the preview of exactly this draft, if it is here: it can be sent once. */
  take(draft: PanelDraft): FramePreview | undefined {
    const { current, wish } = this;
    if (current.kind !== 'read' || this.readOf !== wish || wish?.draft !== draft) return undefined;
    this.readOf = undefined;
    return current.preview;
  }

  /** What the user wants to see; `undefined` for nothing. */
  want(wish: PreviewWish | undefined): void {
    const { wish: last } = this;
    if (last?.draft === wish?.draft && last?.state === wish?.state) return;
    this.wish = wish;
    clearTimeout(this.timer);
    if (!wish) this.current = { kind: 'none' };
    else if (wish.size > longestPreview) this.current = { kind: 'large' };
    else this.timer = setTimeout(() => void this.read(), afterMs);
  }

  /** Reads at once: the user asks for it, or what was shown has been sent. */
  async read(): Promise<void> {
    const { wish } = this;
    clearTimeout(this.timer);
    if (!wish) return;
    if (this.current.kind !== 'read') this.show({ kind: 'reading' });
    const state = await this.request(wish.draft);
    if (this.wish !== wish) return;
    this.readOf = wish;
    this.show(state);
  }

  private async request(draft: PanelDraft): Promise<PreviewState> {
    try {
      const preview = await this.options.read(draft);
      return { kind: 'read', preview, bytes: new Uint8Array(preview.bytes) };
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  }

  private show(state: PreviewState): void {
    this.current = state;
    this.options.onChange();
  }
}
