import { html, nothing, type TemplateResult } from 'lit-html';
import type { BytesView } from '../protocol/frameDetail';
import { asciiOf, hexByte } from './byteFormats';
import { formatBytes, formatCount } from './format';
import type { PayloadLayer } from './payloadLayers';

/** Bytes of a layer that are shown. */
const shownBytes = 12;

/** The payload from the wire to what was meant, one layer a line, with sizes to compare. */
export function payloadLayersView(
  layers: readonly PayloadLayer[],
  onShow: (view: BytesView) => void,
): TemplateResult | typeof nothing {
  const largest = Math.max(...layers.map(({ size }) => size ?? 0));
  if (largest === 0) return nothing;
  return html`<table class="layers">
    <caption>
      Payload
    </caption>
    <tbody>
      ${layers.map(
        ({ name, size, about, head, view }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="layer-size">
              <span title=${size === undefined ? nothing : `${formatCount(size)} bytes`}>
                ${size === undefined ? 'not known' : formatBytes(size)}
              </span>
              <svg
                class="layer-bar"
                viewBox="0 0 100 4"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect height="4" width=${(100 * (size ?? 0)) / largest}></rect>
              </svg>
            </td>
            <td class="layer-about">
              ${about}
              ${head.length === 0 ? nothing : headView(head.subarray(0, shownBytes), size ?? 0)}
            </td>
            <td class="layer-show">
              <button
                type="button"
                class="icon-button"
                aria-label="Show bytes: ${name}"
                title="Show bytes"
                @click=${() => onShow(view)}
              >
                <span class="codicon codicon-file-binary" aria-hidden="true"></span>
              </button>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function headView(head: Uint8Array, size: number): TemplateResult {
  const hex = Array.from(head, hexByte).join(' ');
  const ascii = Array.from(head, asciiOf).join('');
  const more = head.length < size ? ' …' : '';
  return html`<span class="layer-head"
    ><span>${hex}${more}</span> <span class="layer-ascii">${ascii}</span></span
  >`;
}
