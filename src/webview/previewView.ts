import { html, nothing, type TemplateResult } from 'lit-html';
import type { FindingText } from '../protocol/frameDetail';
import type { FramePreview, PreviewedFrame } from '../protocol/framePreview';
import { formatBytes, formatCount } from './format';
import { hexByte } from './byteFormats';
import type { PreviewBytes } from './previewBytes';
import type { PreviewState } from './previewReader';
import { previewSegments } from './previewSegments';

export interface PreviewInput {
  readonly state: PreviewState;
  readonly allBytes: PreviewBytes;
  readonly onRead: () => void;
}

/** Most frames whose fields are named. */
const mostFrames = 20;

/** The bytes that would cross the wire, field by field, and what they break. */
export function previewView({ state, allBytes, onRead }: PreviewInput): TemplateResult {
  switch (state.kind) {
    case 'none':
      return html`<p class="hint">The bytes show here before they are sent.</p>`;
    case 'reading':
      return html`<p class="hint">Reading…</p>`;
    case 'large':
      return html`<div class="form-row">
        <span class="hint">This is large, so its bytes are not made unasked.</span>
        <button type="button" class="button secondary" @click=${onRead}>Show the bytes</button>
      </div>`;
    case 'failed':
      return html`<p class="mistake">${state.message}</p>`;
    case 'read':
      return readPreview(state.preview, state.bytes, allBytes);
  }
}

function readPreview(
  preview: FramePreview,
  bytes: Uint8Array,
  allBytes: PreviewBytes,
): TemplateResult {
  const { frames, frameCount, findings, notes, size } = preview;
  const shown = frames.slice(0, mostFrames);
  return html`
    <p class="preview-size">
      ${formatBytes(size)} in ${formatCount(frameCount)} ${frameCount === 1 ? 'frame' : 'frames'}
      ${preview.needsConfirmation ? html`<span class="hint">Sending it asks first.</span>` : nothing}
    </p>
    ${findings.length === 0 ? nothing : findingList(findings)}
    ${shown.map((frame) => segmentsView(frame, bytes))}
    ${
      frameCount > shown.length
        ? html`<p class="hint">
            ${formatCount(frameCount - shown.length)} more frames, whose fields are not named here.
          </p>`
        : nothing
    }
    ${notes.map((note) => html`<p class="hint">${note}</p>`)}
    <details class="preview-bytes" ?open=${frameCount === 0}>
      <summary>All bytes as hex</summary>
      ${
        bytes.length < size
          ? html`<p class="hint">
              The first ${formatBytes(bytes.length)} of ${formatBytes(size)}.
            </p>`
          : nothing
      }
      ${allBytes.view(bytes)}
    </details>
  `;
}

function findingList(findings: readonly FindingText[]): TemplateResult {
  return html`<ul class="findings">
    ${findings.map(
      ({ severity, text, section }) =>
        html`<li class=${severity}>
          <span class="codicon codicon-${severity}" aria-hidden="true"></span>
          <span>${text} <span class="section">${section}</span></span>
        </li>`,
    )}
  </ul>`;
}

function segmentsView(frame: PreviewedFrame, bytes: Uint8Array): TemplateResult {
  return html`<dl class="segments">
    ${previewSegments(frame, bytes).map(
      ({ name, bytes: part, more }) =>
        html`<div class="segment">
          <dd>${Array.from(part, hexByte).join(' ')}${more > 0 ? ' …' : ''}</dd>
          <dt>${name}</dt>
        </div>`,
    )}
  </dl>`;
}
