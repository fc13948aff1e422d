import type { FrameDraft } from '../protocol/frameDraft';
import { composerView } from './composerView';
import type { PanelModel } from './panelModel';
import { canSend, whyNotSend } from './panelState';
import { SentHistory } from './sentHistory';
import { draftOf, remember, type ComposerState } from './viewState';

export interface ComposerOptions {
  readonly place: HTMLElement;
  readonly model: PanelModel;
  readonly send: (draft: FrameDraft) => Promise<unknown>;
}

/** Where frames are described and sent. What was sent can be walked through and sent again. */
export class Composer {
  private readonly walk = new SentHistory();

  constructor(private readonly options: ComposerOptions) {}

  draw(): void {
    const { place, model } = this.options;
    composerView(
      {
        composer: model.view.composer,
        canSend: canSend(model.state),
        whyNot: whyNotSend(model.state),
        onChange: (part) => this.change(part),
        onSend: () => void this.send(),
        onHistory: (step) => this.walkHistory(step),
      },
      place,
    );
  }

  private change(part: Partial<ComposerState>): void {
    const { model } = this.options;
    this.walk.reset();
    model.keep({ composer: { ...model.view.composer, ...part } });
  }

  private async send(): Promise<void> {
    const { model, send } = this.options;
    const { composer: sent } = model.view;
    if (!(await model.tell(send(draftOf(sent))))) return;
    this.walk.reset();
    const { composer, history } = model.view;
    model.keep({
      history: remember(history, sent),
      // What was typed meanwhile stays.
      composer: composer === sent ? { ...sent, message: '' } : composer,
    });
  }

  private walkHistory(step: -1 | 1): void {
    const { model } = this.options;
    const composer = this.walk.walk(model.view.history, model.view.composer, step);
    if (composer) model.keep({ composer });
  }
}
