import { html, nothing, render, type TemplateResult } from 'lit-html';
import type {
  BytesView,
  FrameDetail,
  FrameFields,
  MessageFacts,
  StatusDetail,
} from '../protocol/frameDetail';
import type { ShownBytes } from './byteGrid';
import type { ByteViewer } from './byteViewer';
import type { DetailState } from './detailReader';
import { formatCount, formatTime, formatTimeOfDay } from './format';
import { kindName } from './frameKind';
import type { FrameMicroscope } from './frameMicroscope';
import { copyButton, payloadView, type PayloadInput } from './payloadView';
import { tabList, type Tab } from './tabs';
import type { DetailTab } from './viewState';

export interface DetailInput extends Omit<PayloadInput, 'state'> {
  readonly state: DetailState | undefined;
  readonly tab: DetailTab;
  readonly microscope: FrameMicroscope;
  readonly frameBytes: ByteViewer;
  /** Which bytes the tab “Bytes” shows. */
  readonly bytesView: BytesView;
  /** The user wants to see another frame of the message. */
  readonly onShowFrame: (row: number) => void;
  /** The user wants to see these bytes. */
  readonly onBytesView: (view: BytesView) => void;
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
      return input.microscope.view({
        fields,
        message,
        heads: input.state.heads,
        onShowFrame: input.onShowFrame,
        onShowBytes: input.onBytesView,
      });
    case 'bytes':
      return bytesBody(fields, message, input);
  }
}

/** All bytes of the frame as it crossed the wire, or of its payload in another layer. */
function bytesBody(
  fields: FrameFields,
  message: MessageFacts | undefined,
  { state, frameBytes, bytesView, onBytesView }: DetailInput & { readonly state: DetailState },
): TemplateResult {
  const { row, heads } = state;
  if (!heads) return html`<p class="hint">Reading…</p>`;
  if (heads.frame.total === 0) {
    return html`<p class="hint">
      The bytes of this frame went when the memory limit was reached.
    </p>`;
  }
  const { position, headerLength } = fields;
  const payloadPosition = position + headerLength;
  const views: readonly (ByteLayer | undefined)[] = [
    {
      view: 'frame',
      title: 'Frame',
      about: 'As it crossed the wire, with positions in its direction',
      shown: { total: heads.frame.total, firstPosition: position, headerLength },
    },
    fields.masked
      ? {
          view: 'payload',
          title: 'Unmasked',
          about: 'The payload data without the mask, with the same positions',
          shown: { total: heads.payload.total, firstPosition: payloadPosition, headerLength: 0 },
        }
      : undefined,
    heads.message && message && (message.compressed || message.fragments > 1)
      ? {
          view: 'message',
          title: message.compressed ? 'Inflated' : 'Message',
          about: 'The whole message, with positions from its beginning',
          shown: { total: heads.message.total, firstPosition: 0, headerLength: 0 },
        }
      : undefined,
  ];
  const layers = views.filter((layer) => layer !== undefined);
  const layer = layers.find(({ view }) => view === bytesView) ?? layers[0];
  if (!layer) return html``;
  const choice = html`<div class="choice" role="group" aria-label="Show bytes of">
    ${layers.map(
      ({ view, title, about }) =>
        html`<button
          type="button"
          title=${about}
          aria-pressed=${view === layer.view}
          @click=${() => onBytesView(view)}
        >
          ${title}
        </button>`,
    )}
  </div>`;
  return frameBytes.view({ row, view: layer.view, ...layer.shown }, choice);
}

interface ByteLayer {
  readonly view: BytesView;
  readonly title: string;
  readonly about: string;
  readonly shown: Pick<ShownBytes, 'total' | 'firstPosition' | 'headerLength'>;
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
