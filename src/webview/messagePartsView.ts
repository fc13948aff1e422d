import { html, nothing, type TemplateResult } from 'lit-html';
import type { MessageFacts, MessagePart } from '../protocol/frameDetail';
import { formatBytes, formatCount, formatDelta } from './format';
import { kindText } from './frameKind';

/**
 * A message of several frames, opened: its fragments and the control frames between them, each a
 * button that shows the frame.
 *
 * @param row the frame that is shown
 */
export function messagePartsView(
  message: MessageFacts | undefined,
  row: number,
  onShow: (row: number) => void,
): TemplateResult | typeof nothing {
  if (!message || message.parts.length === 0) return nothing;
  const { parts, fragments, durationUs } = message;
  const left = fragments - parts.filter(({ isFragment }) => isFragment).length;
  return html`<section class="parts" aria-label="Frames of the message">
    <p class="parts-title">
      ${formatCount(fragments)} fragments${message.lastRow === undefined ? ' so far' : ''} in
      ${formatDelta(durationUs).slice(1)}${left > 0 ? `; the last ${formatCount(left)} of them are not listed` : ''}
    </p>
    <ul class="parts-list">
      ${parts.map((part, index) => partView(part, parts[index - 1], part.row === row, onShow))}
    </ul>
  </section>`;
}

function partView(
  part: MessagePart,
  before: MessagePart | undefined,
  isShown: boolean,
  onShow: (row: number) => void,
): TemplateResult {
  const { direction, isFragment, size, timeUs } = part;
  const delta = before ? formatDelta(timeUs - before.timeUs) : '';
  const look = `${direction} ${isFragment ? '' : 'control'}`;
  return html`<li>
    <button
      type="button"
      class="part ${look}"
      aria-current=${isShown ? 'true' : 'false'}
      @click=${() => onShow(part.row)}
    >
      <span class="part-number">#${formatCount(part.row + 1)}</span>
      <span class="direction" role="img" aria-label=${direction === 'out' ? 'Sent' : 'Received'}
        >${direction === 'out' ? '↑' : '↓'}</span
      >
      <span class="part-kind">${kindText(part)}</span>
      <span class="part-size">${formatBytes(size)}</span>
      <span class="part-delta">${delta}</span>
    </button>
  </li>`;
}
