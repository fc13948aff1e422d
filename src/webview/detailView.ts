import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { FrameDetail, FrameFields, StatusDetail } from '../protocol/frameDetail';
import { largestUnasked, mostShown, type DetailState } from './detailReader';
import { formatBytes, formatCount, formatTime, formatTimeOfDay } from './format';
import { kindName } from './frameKind';
import { frameFieldsView } from './frameFieldsView';
import { hexView } from './hexView';
import { copyButton, payloadView, toHexText, type PayloadInput } from './payloadView';
import { tabList, type Tab } from './tabs';
import type { DetailTab } from './viewState';

export interface DetailInput extends Omit<PayloadInput, 'state'> {
  readonly state: DetailState | undefined;
  readonly tab: DetailTab;
  readonly onTab: (tab: DetailTab) => void;
  readonly onClose: () => void;
  /** Buttons for what can be done with the row. */
  readonly rowActions: TemplateResult;
  /** Shows the row among all rows; absent while all rows show. */
  readonly onShowInContext: (() => void) | undefined;
}

const tabs: readonly Tab<DetailTab>[] = [
  { id: 'payload', title: 'Payload' },
  { id: 'frame', title: 'Frame' },
  { id: 'bytes', title: 'Bytes' },
];

/** Everything about the selected row. */
export function detailView(input: DetailInput, target: HTMLElement): void {
  const { state, tab } = input;
  render(
    html`
      <div class="detail-head">
        ${tabList('detail', 'Frame detail', tabs, tab, input.onTab)}
        <span class="detail-title">${state ? titleOf(state) : nothing}</span>
        ${
          state && input.onShowInContext
            ? html`<button type="button" class="link-button" @click=${input.onShowInContext}>
                Show in context
              </button>`
            : nothing
        }
        ${state && state.detail?.kind !== 'status' ? input.rowActions : nothing}
        <button
          type="button"
          class="icon-button"
          aria-label="Close detail"
          title="Close detail (Escape)"
          @click=${input.onClose}
        >
          <span class="codicon codicon-close" aria-hidden="true"></span>
        </button>
      </div>
      <div class="detail-body" id="detail-panel" role="tabpanel" aria-labelledby="detail-${tab}">
        ${state ? body(input, state) : html`<p class="hint">Select a row to see what is in it.</p>`}
      </div>
    `,
    target,
  );
}

function titleOf({ row, detail }: DetailState): string {
  const number = `#${formatCount(row + 1)}`;
  if (!detail || detail.kind === 'status') return number;
  return `${number} ${detail.fields.direction === 'out' ? '↑' : '↓'} ${kindName(detail.fields.opcode)}`;
}

function body(input: DetailInput, state: DetailState): TemplateResult {
  if (state.failure !== undefined) return html`<p class="note error">${state.failure}</p>`;
  if (!state.detail) return html`<p class="hint">Reading…</p>`;
  if (state.detail.kind === 'status') return statusBody(state.detail, input);
  return frameBody(state.detail, { ...input, state });
}

function frameBody(
  { fields, message }: Extract<FrameDetail, { kind: 'frame' }>,
  input: DetailInput & { readonly state: DetailState },
): TemplateResult {
  switch (input.tab) {
    case 'payload':
      return payloadView(fields, message, input);
    case 'frame':
      return frameFieldsView(fields, message);
    case 'bytes':
      return bytesBody(fields, input);
  }
}

/** The frame as it crossed the wire, with the positions of its bytes in their direction. */
function bytesBody(
  { position, headerLength, payloadReceived }: FrameFields,
  { state, bytesPerLine, onShowMore, onCopy }: DetailInput & { readonly state: DetailState },
): TemplateResult {
  const { frame, most } = state;
  if (!frame) return html`<p class="hint">Reading…</p>`;
  const shown = frame.bytes.length;
  const cut = shown < frame.total;
  return html`
    <div class="detail-bar">
      <span class="fact-value">
        ${formatBytes(headerLength)} of header, ${formatBytes(payloadReceived)} of
        payload${cut ? `; the first ${formatBytes(shown)} shown` : ''}
      </span>
      ${
        cut && most === largestUnasked
          ? html`<button type="button" class="link-button" @click=${onShowMore}>
              Show up to ${formatBytes(mostShown)}
            </button>`
          : nothing
      }
      ${copyButton('Copy bytes as hex', () => onCopy(toHexText(frame.bytes)))}
    </div>
    ${hexView('Bytes of the frame as hex and ASCII', frame.bytes, bytesPerLine, position)}
  `;
}

function statusBody(detail: StatusDetail, { tab, onCopy }: DetailInput): TemplateResult {
  if (tab !== 'payload') {
    return html`<p class="hint">
      This row tells what happened to the connection. It is no frame and has no bytes.
    </p>`;
  }
  const text = detail.detail;
  return html`
    <p class="note ${detail.severity}">
      <span class="codicon codicon-${detail.severity}" aria-hidden="true"></span> ${detail.text}
    </p>
    <p class="hint">
      ${formatTime(detail.timeUs)} since the first event; ${formatTimeOfDay(detail.wallMs)} by the
      clock
    </p>
    ${
      text === undefined
        ? nothing
        : html`<div class="detail-bar">${copyButton('Copy text', () => onCopy(text))}</div>
            <pre class="payload-text" tabindex="0" aria-label="More about it">${text}</pre>`
    }
  `;
}
