import { html, type TemplateResult } from 'lit-html';
import type { FindingText } from '../protocol/frameDetail';

export interface FindingsLinks {
  /** Whether a field that the finding is about is pointed at. */
  readonly isLit: (code: string) => boolean;
  /** The pointer has come to a finding, or has left them all. */
  readonly onPoint: (code: string | undefined) => void;
}

/** What departs from the RFC in a frame: what is asked for, what was seen, and where it stands. */
export function findingsList(
  findings: readonly FindingText[],
  { isLit, onPoint }: FindingsLinks,
): TemplateResult {
  return html`<ul class="findings" aria-label="Findings" @pointerleave=${() => onPoint(undefined)}>
    ${findings.map(
      ({ code, severity, text, section }) =>
        html`<li
          class="${severity} ${isLit(code) ? 'lit' : ''}"
          @pointerenter=${() => onPoint(code)}
        >
          <span class="codicon codicon-${severity}" role="img" aria-label=${severity}></span>
          <span>${text} <span class="section">${section}</span></span>
        </li>`,
    )}
  </ul>`;
}
