import { html, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { hexDump } from './hexDump';

/**
 * Lines in a block. The browser lays out only the blocks in sight (`content-visibility` in the
 * style sheet), whose height it knows from this number: one text of 4 MiB took it 8 s.
 */
const linesPerBlock = 512;

/** Bytes as hex and ASCII beside their positions. */
export function hexView(
  label: string,
  bytes: Uint8Array,
  bytesPerLine: 8 | 16,
  firstPosition = 0,
): TemplateResult {
  return html`<div class="hex hex-${bytesPerLine}" role="group" aria-label=${label} tabindex="0">
    ${guard([bytes, bytesPerLine, firstPosition], () => hexBlocks(bytes, bytesPerLine, firstPosition))}
  </div>`;
}

function hexBlocks(
  bytes: Uint8Array,
  bytesPerLine: number,
  firstPosition: number,
): TemplateResult[] {
  const blockBytes = linesPerBlock * bytesPerLine;
  const end = firstPosition + bytes.length;
  return Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, index) => {
    const start = index * blockBytes;
    const block = bytes.subarray(start, start + blockBytes);
    const { positions, hex, ascii } = hexDump(block, bytesPerLine, firstPosition + start, end);
    const full = block.length === blockBytes ? 'full' : '';
    return html`<div class="hex-block ${full}">
      <pre class="hex-positions" aria-hidden="true">${positions}</pre>
      <pre class="hex-bytes">${hex}</pre>
      <pre class="hex-ascii">${ascii}</pre>
    </div>`;
  });
}
