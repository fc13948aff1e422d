import { html, nothing, type TemplateResult } from 'lit-html';
import type { BytesView, FrameFields, MessageFacts } from '../protocol/frameDetail';
import { fieldsOfFinding } from './findingFields';
import { findingsList } from './findingsList';
import { frameFacts } from './frameFacts';
import { headerFields, type BitSpan, type HeaderField } from './headerFields';
import { cellReached, cellRows, headerGrid, overlap, type GridPlace } from './headerGrid';
import { cellId, headerGridView } from './headerGridView';
import { messagePartsView } from './messagePartsView';
import { payloadLayers, type ByteHeads } from './payloadLayers';
import { payloadLayersView } from './payloadLayersView';

export interface MicroscopeInput {
  readonly fields: FrameFields;
  readonly message: MessageFacts | undefined;
  /** `undefined` until they have been read. */
  readonly heads: ByteHeads | undefined;
  /** The user wants to see another frame of the message. */
  readonly onShowFrame: (row: number) => void;
  /** The user wants to see all bytes of a layer. */
  readonly onShowBytes: (view: BytesView) => void;
}

const firstPlace: GridPlace = { row: 0, cell: 0 };

/**
 * The tab “Frame”: the header as RFC 6455 §5.2 draws it above its bytes, then the same fields in
 * words. What is pointed at or has the focus lights up wherever it is shown.
 */
export class FrameMicroscope {
  /** The cell that the Tab key leads to. */
  private place = firstPlace;
  private pointed: readonly BitSpan[] = [];
  private focused: readonly BitSpan[] = [];

  constructor(private readonly onChange: () => void) {}

  /** Begins with another frame. */
  reset(): void {
    this.place = firstPlace;
    this.pointed = [];
    this.focused = [];
  }

  view({ fields, message, heads, onShowFrame, onShowBytes }: MicroscopeInput): TemplateResult {
    const header = headerFields(fields, message);
    const lines = headerGrid(header);
    const lit = this.pointed.length > 0 ? this.pointed : this.focused;
    const isLit = (span: BitSpan) => lit.some((one) => overlap(one, span));
    const spansOf = (code: string) => {
      const ids = fieldsOfFinding(code);
      return header.filter(({ id }) => ids.includes(id));
    };
    const faulty = new Set(fields.findings.flatMap(({ code }) => fieldsOfFinding(code)));
    return html`
      ${messagePartsView(message, fields.row, onShowFrame)}
      ${
        fields.findings.length === 0
          ? nothing
          : findingsList(fields.findings, {
              isLit: (code) => lit.length > 0 && spansOf(code).some(isLit),
              onPoint: (code) => this.point(code === undefined ? [] : spansOf(code)),
            })
      }
      ${headerGridView({
        lines,
        byte: (index) => heads?.frame.bytes[index],
        place: this.place,
        isLit,
        isFaulty: (field) => faulty.has(field.id),
        onPoint: (cell) => this.point(cell ? [cell] : []),
        onFocus: (place, cell) => this.focus(place, cell),
        onBlur: () => this.blur(),
        onKey: (event) => this.onKey(event, cellRows(lines), this.place),
      })}
      ${this.fieldTable(header, isLit)}
      ${payloadLayersView(payloadLayers(fields, message, heads), onShowBytes)}
      ${frameFacts(fields, message)}
    `;
  }

  private fieldTable(
    header: readonly HeaderField[],
    isLit: (span: BitSpan) => boolean,
  ): TemplateResult {
    return html`<table class="fields" @pointerleave=${() => this.point([])}>
      <caption>
        Fields
      </caption>
      <tbody>
        ${header.map(
          (field) =>
            html`<tr
              class="of-${field.id} ${isLit(field) ? 'lit' : ''}"
              @pointerenter=${() => this.point([field])}
            >
              <th scope="row">${field.name}</th>
              <td class="value">${field.value}</td>
              <td class="meaning">${field.meaning}</td>
              <td class="section">${field.section}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private point(spans: readonly BitSpan[]): void {
    this.pointed = spans;
    this.onChange();
  }

  private focus(place: GridPlace, cell: BitSpan): void {
    this.place = place;
    this.focused = [cell];
    this.onChange();
  }

  private blur(): void {
    this.focused = [];
    this.onChange();
  }

  private onKey(event: KeyboardEvent, rows: ReturnType<typeof cellRows>, place: GridPlace): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = cellReached(rows, place, event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById(cellId(to))?.focus();
  }
}
