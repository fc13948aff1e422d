import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { ConnectionState } from '../protocol/connectionSnapshot';

/** What stands where the rows will be, as long as there are none. */
export function emptyView(
  state: ConnectionState | undefined,
  isEmpty: boolean,
  isFiltered: boolean,
  target: HTMLElement,
): void {
  target.hidden = !isEmpty;
  const content = isFiltered ? html`<p>No row matches the filter so far.</p>` : contentFor(state);
  render(isEmpty ? content : nothing, target);
}

function contentFor(state: ConnectionState | undefined): TemplateResult | typeof nothing {
  switch (state) {
    case undefined:
      return nothing;
    case 'idle':
      return html`<p class="lead">
          A WebSocket is a connection between two processes on two systems.
        </p>
        <p>
          Each end keeps the other’s IP address and port. After the opening handshake there are no
          requests and responses: just data, from either end, at any moment.
        </p>`;
    case 'connecting':
      return html`<p>Waiting for the other end…</p>`;
    case 'open':
      return html`<p class="lead">Open, and silent so far.</p>
        <p>Either end may send at any moment. Every frame will show here.</p>`;
    case 'closing':
    case 'closed':
      return html`<p>No frame crossed the wire.</p>`;
  }
}
