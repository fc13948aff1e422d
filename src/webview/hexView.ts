import { html, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { hexDump } from './hexDump';

/** Bytes as hex and ASCII beside their positions; each column is one text that can be selected. */
export function hexView(
  label: string,
  bytes: Uint8Array,
  bytesPerLine: number,
  firstPosition = 0,
): TemplateResult {
  return html`<div class="hex" role="group" aria-label=${label} tabindex="0">
    ${guard([bytes, bytesPerLine, firstPosition], () => {
      const { positions, hex, ascii } = hexDump(bytes, bytesPerLine, firstPosition);
      return html`<pre class="hex-positions" aria-hidden="true">${positions}</pre>
        <pre class="hex-bytes">${hex}</pre>
        <pre class="hex-ascii">${ascii}</pre>`;
    })}
  </div>`;
}
