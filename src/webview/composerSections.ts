import { nothing, type TemplateResult } from 'lit-html';
import type { FrameDraft, PanelDraft } from '../protocol/frameDraft';
import type { RepeatOrder } from '../protocol/repeat';
import type { ComposedDraft } from './composedDraft';
import type { ComposerState } from './composerState';
import type { HostLink } from './hostLink';
import { messageOptionsView } from './messageOptionsView';
import { messagesView } from './messagesView';
import type { PanelModel } from './panelModel';
import { PreviewBytes } from './previewBytes';
import type { PreviewReader } from './previewReader';
import { previewView } from './previewView';
import { readRepeat } from './repeatForm';
import { repeatView } from './repeatView';
import { SavedList } from './savedList';
import type { ComposerSection } from './viewState';

export interface ComposerSectionsOptions {
  readonly model: PanelModel;
  readonly request: HostLink['request'];
  readonly preview: PreviewReader;
  /** What stands in the composer now, and whether it could be sent if it has no mistake. */
  readonly composed: () => ComposedDraft;
  readonly canSend: () => boolean;
  /** Puts a text on the clipboard. @returns whether it is there */
  readonly copyText: (text: string) => Promise<boolean>;
  /** The user changes fields of the composer. */
  readonly onEdit: (part: Partial<ComposerState>) => void;
  /** The user takes a message up again. */
  readonly onLoad: (composer: ComposerState) => void;
  readonly onRepeat: (draft: PanelDraft, order: RepeatOrder) => void;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

/** What opens below the composer: options, repeating, messages to take up again, the preview. */
export class ComposerSections {
  private readonly previewBytes: PreviewBytes;
  private readonly saved: SavedList;
  private drawnSection: ComposerSection = '';
  private saveName = '';

  constructor(private readonly options: ComposerSectionsOptions) {
    const { model, request, copyText, onChange } = options;
    this.previewBytes = new PreviewBytes({ copyText, onChange });
    this.saved = new SavedList({
      request,
      onFailure: (failure) => model.change({ failure }),
      onChange,
    });
  }

  /** The section that is open; none is `''`. */
  view(section: ComposerSection): TemplateResult | typeof nothing {
    this.sectionOpened(section);
    switch (section) {
      case '':
        return nothing;
      case 'options':
        return this.optionsSection();
      case 'repeat':
        return this.repeatSection();
      case 'messages':
        return this.messagesSection();
      case 'preview':
        return this.previewSection();
    }
  }

  /** Another panel may have saved a message since the list was last open. */
  private sectionOpened(section: ComposerSection): void {
    if (section === this.drawnSection) return;
    this.drawnSection = section;
    if (section === 'messages') void this.saved.read();
  }

  private optionsSection(): TemplateResult {
    const { model, onEdit } = this.options;
    const composed = this.options.composed();
    return messageOptionsView({
      composer: model.view.composer,
      mistake: composed.ok ? undefined : composed,
      onChange: onEdit,
    });
  }

  private repeatSection(): TemplateResult {
    const { model, request, composed, canSend, onRepeat } = this.options;
    const { repeat: form } = model.view;
    return repeatView({
      form,
      progress: model.state.snapshot?.repeat,
      canStart: canSend() && composed().ok,
      onChange: (part) => model.keep({ repeat: { ...form, ...part } }),
      onStart: () => {
        const read = readRepeat(form);
        const now = composed();
        if (read.ok && now.ok) onRepeat(now.draft, read.order);
      },
      onStop: () => void model.tell(request('repeat/stop', null)),
    });
  }

  private messagesSection(): TemplateResult {
    const { model, composed, onLoad, onChange } = this.options;
    return messagesView({
      saved: this.saved.all,
      history: model.view.history,
      name: this.saveName,
      whyNotSave: whyNotSave(composed()),
      onName: (name) => {
        this.saveName = name;
        onChange();
      },
      onSave: () => void this.save(),
      onDelete: (name) => void this.saved.delete(name),
      onLoad,
    });
  }

  private previewSection(): TemplateResult {
    const { preview } = this.options;
    return previewView({
      state: preview.state,
      allBytes: this.previewBytes,
      onRead: () => void preview.read(),
    });
  }

  private async save(): Promise<void> {
    const composed = this.options.composed();
    const draft = composed.ok ? savable(composed.draft) : undefined;
    if (!draft || !(await this.saved.save(this.saveName, draft))) return;
    this.saveName = '';
    this.options.onChange();
  }
}

function whyNotSave(composed: ComposedDraft): string {
  if (!composed.ok) return 'What stands in the composer is not complete, so it cannot be saved.';
  return savable(composed.draft) ? '' : 'A chosen file cannot be saved: its name does not last.';
}

function savable(draft: PanelDraft): FrameDraft | undefined {
  return draft.kind === 'binary' && draft.encoding === 'file' ? undefined : draft;
}
