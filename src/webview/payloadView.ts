import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { FrameFields, MessageFacts } from '../protocol/frameDetail';
import { closeCodeMeaning } from './closeCodes';
import { largestUnasked, mostShown, type DetailState } from './detailReader';
import { formatBytes, formatCount } from './format';
import { isControlFrame, opcodes } from './frameKind';
import { hexView } from './hexView';
import { prettyJson } from './jsonText';
import type { RowBytes } from './rowBytes';

/** How the payload is shown: indented JSON, the text as it was sent, or hex with ASCII. */
export type PayloadLook = 'pretty' | 'text' | 'hex';

export interface PayloadInput {
  readonly state: DetailState;
  /** What the user chose for this row; `undefined` leaves it to the payload. */
  readonly look: PayloadLook | undefined;
  readonly bytesPerLine: 8 | 16;
  readonly onLook: (look: PayloadLook) => void;
  readonly onShowMore: () => void;
  readonly onCopy: (text: string) => void;
}

const lookTitles: Readonly<Record<PayloadLook, string>> = {
  pretty: 'Pretty',
  text: 'As sent',
  hex: 'Hex',
};

/** What a payload can be shown as. A text that is not valid UTF-8 is bytes. */
interface PayloadTexts {
  readonly text: string | undefined;
  readonly pretty: string | undefined;
}

/** The payload of the selected row as text, JSON or bytes. */
export function payloadView(
  fields: FrameFields,
  message: MessageFacts | undefined,
  input: PayloadInput,
): TemplateResult {
  const { payload, most } = input.state;
  if (!payload) return html`<p class="hint">Reading…</p>`;
  const tooLarge = payload.total > most && most < mostShown;
  return html`
    ${aboutPayload(fields, message, input.state)}
    ${
      payload.total === 0
        ? html`<p class="hint">No payload data.</p>`
        : tooLarge
          ? showAnyway(payload.total, input.onShowMore)
          : shownPayload(fields, message, payload, input)
    }
  `;
}

function showAnyway(total: number, onShowMore: () => void): TemplateResult {
  const shown = total > mostShown ? `, the first ${formatBytes(mostShown)} of it` : '';
  return html`<div class="too-large">
    <p>
      The payload has ${formatBytes(total)}, more than the ${formatBytes(largestUnasked)} that are
      shown unasked.
    </p>
    <button type="button" class="button secondary" @click=${onShowMore}>Show anyway${shown}</button>
  </div>`;
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

function shownPayload(
  fields: FrameFields,
  message: MessageFacts | undefined,
  payload: RowBytes,
  input: PayloadInput,
): TemplateResult {
  return html`${guard([payload, input.look, input.bytesPerLine], () => {
    const { bytes, total } = payload;
    const texts = textsOf(bytes, bytes.length === total);
    const isText = (message?.opcode ?? fields.opcode) !== opcodes.binary;
    const look = possibleLook(texts, input.look, isText);
    const isClose = fields.opcode === opcodes.close && bytes.length >= 2;
    return html`
      ${payloadBar(texts, look, bytes, input)} ${isClose ? closeFacts(bytes) : nothing}
      ${
        bytes.length < total
          ? html`<p class="note">
              The first ${formatBytes(bytes.length)} of ${formatBytes(total)}.
            </p>`
          : nothing
      }
      ${
        look === 'hex'
          ? hexView('Payload as hex and ASCII', bytes, input.bytesPerLine)
          : html`<pre class="payload-text" tabindex="0" aria-label="Payload as text">
${texts[look]}</pre>`
      }
    `;
  })}`;
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

function textsOf(bytes: Uint8Array, whole: boolean): PayloadTexts {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: !whole,
    });
    return { text, pretty: whole ? prettyJson(text) : undefined };
  } catch {
    return { text: undefined, pretty: undefined };
  }
}

function payloadBar(
  texts: PayloadTexts,
  look: PayloadLook,
  bytes: Uint8Array,
  { onLook, onCopy }: PayloadInput,
): TemplateResult {
  const looks = (['pretty', 'text', 'hex'] as const).filter(
    (one) => one === 'hex' || texts[one] !== undefined,
  );
  const copied = look === 'hex' ? undefined : texts[look];
  return html`<div class="detail-bar">
    <div class="choice" role="group" aria-label="Show payload as">
      ${looks.map(
        (one) =>
          html`<button type="button" aria-pressed=${one === look} @click=${() => onLook(one)}>
            ${one === 'text' && !looks.includes('pretty') ? 'Text' : lookTitles[one]}
          </button>`,
      )}
    </div>
    ${copyButton('Copy payload', () => onCopy(copied ?? toHexText(bytes)))}
  </div>`;
}

/** Hex digits without spaces, as other tools take them. */
export function toHexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
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

/** The close code in the first two bytes and what it means (RFC 6455 §5.5.1, §7.4). */
function closeFacts(bytes: Uint8Array): TemplateResult {
  const code = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const reason = new TextDecoder().decode(bytes.subarray(2));
  return html`<dl class="facts">
    <dt>Close code</dt>
    <dd>${code}, ${closeCodeMeaning(code)}</dd>
    <dt>Reason</dt>
    <dd>${reason || 'none'}</dd>
  </dl>`;
}
