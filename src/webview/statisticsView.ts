import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { TrafficSummary } from '../protocol/trafficSummary';
import { drawBars } from './barChart';
import { formatCount } from './format';
import {
  compressionFigures,
  gapCounts,
  gapFigures,
  kindCounts,
  sizeCounts,
  trafficFigures,
  type Counts,
  type Figures,
} from './statistics';

export interface StatisticsInput {
  /** `undefined` until it was read for the first time. */
  readonly summary: TrafficSummary | undefined;
  readonly onClose: () => void;
}

interface Chart {
  readonly title: string;
  readonly counts: readonly Counts[];
}

/** What the rows of the capture come to: tables of figures, with bars beside those that count. */
export function statisticsView({ summary, onClose }: StatisticsInput, target: HTMLElement): void {
  const charts = summary && summary.counted > 0 ? chartsOf(summary) : undefined;
  render(
    html`
      <div class="detail-head">
        <h2 class="statistics-title">Statistics</h2>
        <span class="detail-title">${summary ? progress(summary) : nothing}</span>
        <button
          type="button"
          class="icon-button"
          aria-label="Close statistics"
          title="Close statistics (Escape)"
          @click=${onClose}
        >
          <span class="codicon codicon-close" aria-hidden="true"></span>
        </button>
      </div>
      <div class="detail-body" tabindex="0" role="group" aria-label="Figures">
        ${
          summary && charts
            ? body(summary, charts)
            : html`<p class="hint">Nothing has crossed the wire yet.</p>`
        }
      </div>
    `,
    target,
  );
  if (!charts) return;
  const canvases = target.querySelectorAll('canvas');
  Object.values(charts).forEach(({ counts }, index) => {
    const canvas = canvases[index];
    if (canvas) drawBars(canvas, counts);
  });
}

function chartsOf(summary: TrafficSummary): Readonly<Record<'kinds' | 'sizes' | 'gaps', Chart>> {
  return {
    kinds: { title: 'Kinds of frames', counts: kindCounts(summary) },
    sizes: { title: 'Payload sizes', counts: sizeCounts(summary) },
    gaps: { title: 'Times from one frame to the next, counted', counts: gapCounts(summary) },
  };
}

function body(summary: TrafficSummary, charts: ReturnType<typeof chartsOf>): TemplateResult {
  const compression = compressionFigures(summary);
  return html`
    ${figuresTable('Traffic', trafficFigures(summary))} ${chart(charts.kinds)}
    ${chart(charts.sizes)} ${figuresTable('Times from one frame to the next', gapFigures(summary))}
    ${chart(charts.gaps)}
    ${
      compression.length > 0
        ? figuresTable('Compression', compression)
        : html`<p class="hint">No message was compressed.</p>`
    }
  `;
}

function progress({ counted, total }: TrafficSummary): TemplateResult | typeof nothing {
  if (counted >= total) return nothing;
  return html`${formatCount(counted)} of ${formatCount(total)} rows counted`;
}

function figuresTable(title: string, lines: readonly Figures[]): TemplateResult {
  return html`<table class="figures">
    <caption>
      ${title}
    </caption>
    ${tableHead()}
    <tbody>
      ${lines.map(
        (line) =>
          html`<tr>
            <th scope="row">${line.name}</th>
            <td>${line.out}</td>
            <td>${line.in}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The canvas stands there also without counts, so that each chart keeps its own. */
function chart({ title, counts }: Chart): TemplateResult {
  const lines = counts.map((one) => ({
    name: one.name,
    out: formatCount(one.out),
    in: formatCount(one.in),
  }));
  return html`<div class="chart" ?hidden=${counts.length === 0}>
    ${figuresTable(title, lines)}<canvas aria-hidden="true"></canvas>
  </div>`;
}

function tableHead(): TemplateResult {
  return html`<thead>
    <tr>
      <td></td>
      <th scope="col" class="sent">↑ Sent</th>
      <th scope="col" class="received">↓ Received</th>
    </tr>
  </thead>`;
}
