import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { FrameFields, MessageFacts } from '../protocol/frameDetail';
import { closeFacts } from './closeFacts';
import { largestUnasked, mostShown, type DetailState } from './detailReader';
import { formatBytes, formatCount } from './format';
import { isControlFrame, opcodes } from './frameKind';
import type { ByteViewer } from './byteViewer';
import { payloadTexts, type PayloadTexts } from './payloadTexts';
import type { RowBytes } from './rowBytes';
import { textBlocks } from './textBlocks';

/** How the payload is shown: indented JSON, the text as it was sent, or hex with ASCII. */
export type PayloadLook = 'pretty' | 'text' | 'hex';

export interface PayloadInput {
  readonly state: DetailState;
  /** What the user chose for this row; `undefined` leaves it to the payload. */
  readonly look: PayloadLook | undefined;
  /** Shows the payload as bytes. */
  readonly payloadBytes: ByteViewer;
  readonly onLook: (look: PayloadLook) => void;
  readonly onShowMore: () => void;
  readonly onCopy: (text: string) => void;
}

const lookTitles: Readonly<Record<PayloadLook, string>> = {
  pretty: 'Pretty',
  text: 'As sent',
  hex: 'Hex',
};

/** The payload of the selected row as text, JSON or bytes. */
export function payloadView(
  fields: FrameFields,
  message: MessageFacts | undefined,
  input: PayloadInput,
): TemplateResult {
  const { payload } = input.state;
  if (!payload) return html`<p class="hint">Reading…</p>`;
  const isClose = fields.opcode === opcodes.close;
  const isText = (message?.opcode ?? fields.opcode) !== opcodes.binary;
  return html`
    ${aboutPayload(fields, message, input.state)} ${isClose ? closeFacts(payload.bytes) : nothing}
    ${
      payload.total === 0
        ? isClose
          ? nothing
          : html`<p class="hint">No payload data.</p>`
        : shownPayload(payload, isText, input)
    }
  `;
}

/** One line on what the bytes below are, where that is not plain. */
function aboutPayload(
  fields: FrameFields,
  message: MessageFacts | undefined,
  { payloadView: view, payload }: DetailState,
): TemplateResult | typeof nothing {
  if (!message || isControlFrame(fields.opcode)) return nothing;
  if (message.problem !== undefined) {
    return html`<p class="note error">
      <span class="codicon codicon-error" aria-hidden="true"></span> ${message.problem}
    </p>`;
  }
  const rows = `rows ${formatCount(message.firstRow + 1)} to ${formatCount((message.lastRow ?? 0) + 1)}`;
  const facts = [
    message.fragments > 1 && view === 'message'
      ? `Whole message, ${message.fragments} fragments in ${rows}`
      : '',
    message.lastRow === undefined ? 'This fragment alone: the message is not complete' : '',
    message.compressed && view === 'message'
      ? `Inflated: ${formatBytes(message.wireLength)} on the wire, ${formatBytes(payload?.total ?? 0)} in full`
      : '',
  ].filter((fact) => fact !== '');
  if (facts.length === 0) return nothing;
  return html`<p class="note">${facts.join('. ')}.</p>`;
}

function shownPayload(payload: RowBytes, isText: boolean, input: PayloadInput): TemplateResult {
  const { row, payloadView: view, most } = input.state;
  const texts = payloadTexts(payload);
  const look = possibleLook(texts, input.look, isText);
  const choice = lookChoice(texts, look, input.onLook);
  if (look === 'hex') {
    const { total } = payload;
    const shown = { row, view, total, firstPosition: 0, headerLength: 0 };
    return input.payloadBytes.view(shown, choice);
  }
  const text = texts[look] ?? '';
  const isTooLarge = payload.total > most && most < mostShown;
  return html`
    <div class="detail-bar">
      ${choice} ${isTooLarge ? nothing : copyButton('Copy payload', () => input.onCopy(text))}
    </div>
    ${isTooLarge ? showAnyway(payload.total, input.onShowMore) : shownText(text, payload)}
  `;
}

/** A text that takes long to read and lay out is shown when it is asked for. */
function showAnyway(total: number, onShowMore: () => void): TemplateResult {
  const shown = total > mostShown ? `, the first ${formatBytes(mostShown)} of it` : '';
  return html`<div class="too-large">
    <p>
      The payload has ${formatBytes(total)}, more than the ${formatBytes(largestUnasked)} that are
      shown as text unasked.
    </p>
    <button type="button" class="button secondary" @click=${onShowMore}>Show anyway${shown}</button>
  </div>`;
}

function shownText(text: string, { bytes, total }: RowBytes): TemplateResult {
  return html`
    ${
      bytes.length < total
        ? html`<p class="note">
            The first ${formatBytes(bytes.length)} of ${formatBytes(total)}. All of it can be seen
            and copied as hex.
          </p>`
        : nothing
    }
    <div class="payload-text" tabindex="0" role="group" aria-label="Payload as text">
      ${guard([text], () =>
        textBlocks(text).map(
          (block) => html`<pre class=${block.runsOn ? 'runs-on' : ''}>${block.text}</pre>`,
        ),
      )}
    </div>
  `;
}

function possibleLook(
  { text, pretty }: PayloadTexts,
  chosen: PayloadLook | undefined,
  isText: boolean,
): PayloadLook {
  const looks: PayloadLook[] = [];
  if (chosen !== undefined) looks.push(chosen);
  if (isText) looks.push('pretty', 'text');
  const possible = { pretty: pretty !== undefined, text: text !== undefined, hex: true };
  return looks.find((look) => possible[look]) ?? 'hex';
}

function lookChoice(
  texts: PayloadTexts,
  look: PayloadLook,
  onLook: (look: PayloadLook) => void,
): TemplateResult {
  const looks = (['pretty', 'text', 'hex'] as const).filter(
    (one) => one === 'hex' || texts[one] !== undefined,
  );
  return html`<div class="choice" role="group" aria-label="Show payload as">
    ${looks.map(
      (one) =>
        html`<button type="button" aria-pressed=${one === look} @click=${() => onLook(one)}>
          ${one === 'text' && !looks.includes('pretty') ? 'Text' : lookTitles[one]}
        </button>`,
    )}
  </div>`;
}

export function copyButton(label: string, onCopy: () => void): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${label}
    title=${label}
    @click=${onCopy}
  >
    <span class="codicon codicon-copy" aria-hidden="true"></span>
  </button>`;
}
