import { html, type TemplateResult } from 'lit-html';
import { formatAs, mostCopied, type ByteFormat } from './byteFormats';
import { ByteGrid, type ShownBytes } from './byteGrid';
import { byteReadout } from './byteReadout';
import { formatBytes, formatCount } from './format';
import { messageOf } from './messageOf';
import type { ReadBytes } from './rowBytes';

export interface ByteViewerOptions {
  /** Tells this viewer from others in ids. */
  readonly id: string;
  readonly label: string;
  readonly readBytes: ReadBytes;
  /** Puts a text on the clipboard. @returns whether it is there */
  readonly copyText: (text: string) => Promise<boolean>;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

const formats: readonly {
  readonly format: ByteFormat;
  readonly title: string;
  readonly name: string;
}[] = [
  { format: 'hex', title: 'Hex', name: 'Hex' },
  { format: 'base64', title: 'Base64', name: 'Base64' },
  { format: 'cArray', title: 'C array', name: 'C array' },
  { format: 'escaped', title: 'String', name: 'Escaped string' },
];

/** Bytes as a grid, what is said of the byte at its cursor, and copies in several formats. */
export class ByteViewer {
  private readonly grid: ByteGrid;
  private shown: ShownBytes | undefined;
  /** What was done, or why it failed. */
  private said = '';
  private abort = new AbortController();

  constructor(private readonly options: ByteViewerOptions) {
    this.grid = new ByteGrid({
      id: options.id,
      label: options.label,
      read: options.readBytes,
      onChange: () => {
        this.said = '';
        options.onChange();
      },
      onCopy: () => void this.copy('hex'),
      onFailure: (error) => this.say(messageOf(error)),
    });
  }

  /** Shows bytes, with `choice` in the line above them. */
  view(shown: ShownBytes, choice: TemplateResult | undefined): TemplateResult {
    if (shown.row !== this.shown?.row || shown.view !== this.shown.view) this.startOver();
    this.shown = shown;
    this.grid.show(shown);
    const { cursor, selected } = this.grid;
    const value = this.grid.byte(cursor);
    const { firstPosition, headerLength } = shown;
    return html`<div class="bytes-pane">
      <div class="detail-bar">
        ${choice}
        <div class="choice copy-as" role="group" aria-label="Copy as">
          <span class="codicon codicon-copy" aria-hidden="true"></span>
          ${formats.map(
            ({ format, title, name }) =>
              html`<button
                type="button"
                aria-label=${name}
                title=${`${this.copyTitle()} as ${name}`}
                @click=${() => void this.copy(format)}
              >
                ${title}
              </button>`,
          )}
        </div>
      </div>
      ${this.grid.element}
      <div class="bytes-foot">
        <span>${byteReadout({ cursor, value, selected, firstPosition, headerLength })}</span>
        <span role="status">${this.said}</span>
      </div>
    </div>`;
  }

  private startOver(): void {
    this.said = '';
    this.abort.abort();
    this.abort = new AbortController();
  }

  /** What would be copied: what is selected, else all. */
  private get wanted(): { readonly from: number; readonly to: number; readonly what: string } {
    const { selected } = this.grid;
    const total = this.shown?.total ?? 0;
    if (selected) return { ...selected, what: bytesText(selected.to - selected.from) };
    return { from: 0, to: total, what: `all ${bytesText(total)}` };
  }

  private copyTitle(): string {
    const { from, to, what } = this.wanted;
    return to - from > mostCopied
      ? `Copy the first ${formatBytes(mostCopied)} of ${what}, the most at once,`
      : `Copy ${what}`;
  }

  private async copy(format: ByteFormat): Promise<void> {
    if (!this.shown) return;
    const { row, view } = this.shown;
    const { from, to, what } = this.wanted;
    const length = Math.min(to - from, mostCopied);
    const { signal } = this.abort;
    try {
      const place = { row, view, offset: from, length };
      const { bytes } = await this.options.readBytes(place, signal);
      if (!(await this.options.copyText(formatAs(format, new Uint8Array(bytes))))) return;
      this.say(
        to - from > length
          ? `Copied the first ${formatBytes(length)} of ${what}: no more is copied at once. Select a part to copy it.`
          : `Copied ${what}.`,
      );
    } catch (error) {
      if (!signal.aborted) this.say(messageOf(error));
    }
  }

  private say(sentence: string): void {
    this.said = sentence;
    this.options.onChange();
  }
}

function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${formatCount(count)} bytes`;
}
