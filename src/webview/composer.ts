import { nothing, type TemplateResult } from 'lit-html';
import type { FrameDraft, PanelDraft } from '../protocol/frameDraft';
import type { RepeatOrder } from '../protocol/repeat';
import { composeDraft, type ComposedDraft } from './composedDraft';
import { isUntouched, type ComposerState } from './composerState';
import { composerView, firstField } from './composerView';
import { Consent } from './consent';
import type { ComposerSections } from './composerSections';
import { draftInComposer } from './draftInComposer';
import type { HostLink } from './hostLink';
import { LazyPart } from './lazyPart';
import { lazyPartView } from './lazyPartView';
import type { PanelModel } from './panelModel';
import { canSend, whyNotSend } from './panelState';
import { PreviewReader } from './previewReader';
import { SentHistory } from './sentHistory';
import { canRemember, remember, type ComposerSection } from './viewState';

export interface ComposerOptions {
  readonly place: HTMLElement;
  readonly model: PanelModel;
  readonly request: HostLink['request'];
  /** Puts a text on the clipboard. @returns whether it is there */
  readonly copyText: (text: string) => Promise<boolean>;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

/** Where frames are described and sent. What was sent can be walked through and sent again. */
export class Composer {
  private readonly walk = new SentHistory();
  private readonly consent: Consent;
  private readonly preview: PreviewReader;
  private readonly sections: LazyPart<ComposerSections>;
  /** What was last read of the composer's fields: reading looks at every byte. */
  private read: { readonly of: ComposerState; readonly composed: ComposedDraft } | undefined;
  private asksAlready = false;

  constructor(private readonly options: ComposerOptions) {
    const { request, onChange } = options;
    this.consent = new Consent(onChange);
    this.preview = new PreviewReader({
      read: (draft) => request('frame/preview', { draft }),
      onChange,
    });
    this.sections = new LazyPart({ load: () => this.loadSections(), onChange });
  }

  /** The user may soon open a section. */
  prepare(): void {
    this.sections.want();
  }

  focus(): void {
    this.options.place.querySelector<HTMLElement>(firstField)?.focus();
  }

  /** Puts a draft into the fields, to be changed and sent. What stood there is in the history. */
  edit(draft: FrameDraft): void {
    this.load(draftInComposer(draft));
  }

  /** Sends a draft without touching the fields. */
  async resend(draft: FrameDraft): Promise<void> {
    await this.sendWithConsent((confirmed) =>
      this.options.request('frame/send', { draft, confirmed }),
    );
  }

  /** What was asked was about the connection as it was. */
  connectionChanged(): void {
    this.consent.drop();
  }

  draw(): void {
    const { place, model, request } = this.options;
    const { composer, composerSection: section } = model.view;
    this.wantPreview();
    composerView(
      {
        composer,
        composed: this.composed,
        canSend: this.canSend,
        whyNot: this.canSend ? '' : whyNotSend(model.state),
        section,
        sectionContent: this.sectionContent(section),
        question: this.consent.question,
        repeat: model.state.snapshot?.repeat,
        onChange: (part) => this.change(part),
        onSend: () => void this.send(),
        onHistory: (step) => this.walkHistory(step),
        onSection: (composerSection) => model.keep({ composerSection }),
        onChooseFile: () => void this.chooseFile(),
        onStopRepeat: () => void model.tell(request('repeat/stop', null)),
      },
      place,
    );
    this.focusQuestion();
  }

  private get composed(): ComposedDraft {
    const { composer } = this.options.model.view;
    if (this.read?.of !== composer) this.read = { of: composer, composed: composeDraft(composer) };
    return this.read.composed;
  }

  /** Laboratory frames and raw bytes may also be sent while the connection is closing. */
  private get canSend(): boolean {
    const { state, view } = this.options.model;
    return canSend(state, view.composer.kind === 'frame' || view.composer.kind === 'raw');
  }

  private sectionContent(section: ComposerSection): TemplateResult | typeof nothing {
    const { part } = this.sections;
    if (part) return part.view(section);
    if (section === '') return nothing;
    this.sections.want();
    return lazyPartView(this.sections);
  }

  private async loadSections(): Promise<ComposerSections> {
    const { ComposerSections } = await import('./composerSections');
    return new ComposerSections({
      ...this.options,
      preview: this.preview,
      composed: () => this.composed,
      canSend: () => this.canSend,
      onEdit: (part) => this.change(part),
      onLoad: (composer) => this.load(composer),
      onRepeat: (draft, order) => void this.startRepeat(draft, order),
    });
  }

  private wantPreview(): void {
    const { state, view } = this.options.model;
    const { composed } = this;
    const { snapshot } = state;
    const shows = view.composerSection === 'preview' && composed.ok && snapshot !== undefined;
    this.preview.want(
      shows
        ? {
            draft: composed.draft,
            size: composed.size,
            state: `${snapshot.connection} ${snapshot.state} ${snapshot.extensions}`,
          }
        : undefined,
    );
  }

  private change(part: Partial<ComposerState>): void {
    const { model } = this.options;
    this.walk.reset();
    this.consent.drop();
    model.keep({ composer: { ...model.view.composer, ...part }, ...sectionFor(part) });
  }

  /** What stood in the fields stays in the history, if it was anything. */
  private load(composer: ComposerState): void {
    const { model } = this.options;
    const { composer: before, history } = model.view;
    const isTyped = !isUntouched(before);
    if (isTyped && !canRemember(before)) {
      model.change({ failure: cannotReplace });
      return;
    }
    this.walk.reset();
    this.consent.drop();
    const kept = isTyped ? remember(history, before) : history;
    model.keep({ composer, history: kept, ...sectionFor(composer) });
    this.draw();
    this.focus();
  }

  private async chooseFile(): Promise<void> {
    const { model, request } = this.options;
    const chosen = request('file/choose', null, { timeLimitMs: Infinity });
    await model.tell(chosen.then((file) => file && this.change({ file })));
  }

  private async send(): Promise<void> {
    const { model, request } = this.options;
    const { composer: sent } = model.view;
    const { composed } = this;
    if (!this.canSend || !composed.ok) return;
    const { draft } = composed;
    const shown = this.preview.take(draft);
    const what = shown ? { preview: shown.preview } : { draft };
    const isSent = await this.sendWithConsent((confirmed) =>
      request('frame/send', { ...what, confirmed }),
    );
    // Others would be sent next time, with other keys, or refer back to this message.
    if (shown) void this.preview.read();
    if (!isSent) return;
    this.walk.reset();
    const { composer, history } = model.view;
    model.keep({
      history: remember(history, sent),
      // What was typed meanwhile stays.
      composer: composer === sent ? afterSending(sent) : composer,
    });
  }

  private async startRepeat(draft: PanelDraft, order: RepeatOrder): Promise<void> {
    const { request } = this.options;
    await this.sendWithConsent((confirmed) => request('repeat/start', { draft, order, confirmed }));
  }

  /** @returns whether it was sent: it may have failed, which is told, or not have been consented to */
  private async sendWithConsent(
    ask: (confirmed: true | undefined) => Promise<unknown>,
  ): Promise<boolean> {
    let isSent = false;
    await this.options.model.tell(
      this.consent
        .requiring((confirmed) => ask(confirmed || undefined))
        .then((done) => {
          isSent = done;
        }),
    );
    return isSent;
  }

  private walkHistory(step: -1 | 1): void {
    const { model } = this.options;
    const composer = this.walk.walk(model.view.history, model.view.composer, step);
    if (!composer) return;
    this.consent.drop();
    model.keep({ composer, ...sectionFor(composer) });
  }

  /** A question that has just come takes the focus, at the answer that does no harm. */
  private focusQuestion(): void {
    const asks = this.consent.question !== undefined;
    if (asks && !this.asksAlready) {
      this.options.place.querySelector<HTMLElement>('.decline')?.focus();
    } else if (!asks && this.asksAlready) {
      this.focus();
    }
    this.asksAlready = asks;
  }
}

const cannotReplace =
  'The message in the composer is too long to be remembered, so nothing was put in its place. ' +
  'Send it or clear it first.';

/** The bytes of what may break a rule are shown before they are sent, unless the user closes them. */
function sectionFor({ kind }: Partial<ComposerState>): { composerSection?: ComposerSection } {
  return kind === 'frame' || kind === 'raw' ? { composerSection: 'preview' } : {};
}

/** A sent message makes room for the next; what is tried out in the laboratory stays. */
function afterSending(sent: ComposerState): ComposerState {
  return ['frame', 'raw', 'file'].includes(sent.kind) ? sent : { ...sent, message: '' };
}
