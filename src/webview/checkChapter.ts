import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CheckResult, CheckStep, Verdict } from '../protocol/checkerProtocol';
import { countResults, type ShownChapter } from './checkView';
import { formatCount } from './format';

/** How verdicts look and are called; never by colour alone. */
export const verdictLooks: Readonly<Record<Verdict, { icon: string; name: string }>> = {
  pass: { icon: 'pass', name: 'Pass' },
  fail: { icon: 'error', name: 'Fail' },
  unclear: { icon: 'question', name: 'Unclear' },
};

const verdicts = ['pass', 'fail', 'unclear'] as const satisfies readonly Verdict[];

export interface CheckChapterInput {
  readonly chapter: ShownChapter;
  /** Whether a chapter is open that the user has not opened. */
  readonly openByItself: boolean;
  readonly opened: readonly string[];
  readonly onOpen: (what: string, isOpen: boolean) => void;
}

/** A chapter that opens into its checks, and each of them into what crossed the wire. */
export function checkChapter(input: CheckChapterInput): TemplateResult {
  const { title, results, shown } = input.chapter;
  const isOpen = input.openByItself || input.opened.includes(title);
  const onToggle = (event: Event) => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (!input.openByItself && open !== isOpen) input.onOpen(title, open);
  };
  return html`<details class="chapter" ?open=${isOpen} @toggle=${onToggle}>
    <summary class="chapter-title">
      <h2>${title}</h2>
      ${counts(results)}
    </summary>
    ${
      isOpen
        ? html`<ul class="chapter-checks">
            ${repeat(
              shown,
              ({ id }) => id,
              (result) => html`<li>${check(result, input)}</li>`,
            )}
          </ul>`
        : nothing
    }
  </details>`;
}

/** Each verdict in a column of its own, so that chapters can be compared. */
function counts(results: readonly CheckResult[]): TemplateResult {
  const found = countResults(results);
  return html`<span class="chapter-counts">
    ${verdicts.map(
      (verdict) =>
        html`<span class="chapter-count">
          ${
            found[verdict] === 0
              ? nothing
              : html`<span
                    class="codicon codicon-${verdictLooks[verdict].icon} verdict ${verdict}"
                    role="img"
                    aria-label=${verdictLooks[verdict].name}
                  ></span
                  >${formatCount(found[verdict])}`
          }
        </span>`,
    )}
  </span>`;
}

function check(result: CheckResult, { opened, onOpen }: CheckChapterInput): TemplateResult {
  const { id, title, section, verdict, reason } = result;
  const isOpen = opened.includes(id);
  const { icon, name } = verdictLooks[verdict];
  const onToggle = (event: Event) => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open !== isOpen) onOpen(id, open);
  };
  return html`<details class="check" ?open=${isOpen} @toggle=${onToggle}>
    <summary class="check-line">
      <span class="codicon codicon-${icon} verdict ${verdict}" role="img" aria-label=${name}></span>
      <span class="check-title">${title}</span>
      ${verdict === 'pass' ? nothing : html`<span class="check-reason">${reason}</span>`}
      <span class="check-section">${section}</span>
    </summary>
    ${isOpen ? body(result) : nothing}
  </details>`;
}

function body(result: CheckResult): TemplateResult {
  const { id, level, section, wants, verdict, reason, steps, stepsOmitted, ms } = result;
  return html`<div class="check-body">
    <dl class="check-facts">
      <dt>Wanted</dt>
      <dd>${wants} <span class="muted">${section}, ${level}</span></dd>
      <dt>${verdictLooks[verdict].name}</dt>
      <dd>${reason}</dd>
      <dt>Check</dt>
      <dd><code>${id}</code> <span class="muted">${formatCount(ms)} ms</span></dd>
    </dl>
    ${
      steps.length === 0
        ? nothing
        : html`<ol class="steps" aria-label="What crossed the wire">
            ${steps.map(step)}
          </ol>`
    }
    ${
      stepsOmitted === 0
        ? nothing
        : html`<p class="muted">and ${formatCount(stepsOmitted)} more</p>`
    }
  </div>`;
}

function step({ from, ms, kind, text, hex, length, breaks }: CheckStep): TemplateResult {
  const sent = from === 'client';
  return html`<li class="step ${sent ? 'out' : 'in'}">
    <span class="step-time">${formatCount(ms)} ms</span>
    <span class="step-arrow" role="img" aria-label=${sent ? 'Sent' : 'Received'}
      >${sent ? '↑' : '↓'}</span
    >
    <div class="step-content">
      ${kind === 'head' ? html`<pre>${text}</pre>` : html`<span>${eventText(kind, from, text)}</span>`}
      ${breaks.length === 0 ? nothing : html`<span class="step-breaks">${breaks.join(', ')}</span>`}
      ${hex === '' ? nothing : html`<pre class="step-hex">${hexText(hex, length)}</pre>`}
    </div>
  </li>`;
}

function eventText(kind: CheckStep['kind'], from: CheckStep['from'], text: string): string {
  return kind === 'event' ? `The ${from} ${text}` : text;
}

function hexText(hex: string, length: number): string {
  const rest = length - (hex.length + 1) / 3;
  return rest > 0 ? `${hex} … ${formatCount(rest)} more bytes` : hex;
}
