import { html, type TemplateResult } from 'lit-html';
import { secondaryButton } from './fields';
import type { LazyPart } from './lazyPart';

/** What stands in the place of a part that is not there; it takes the focus meant for the part. */
export const placeholder = '.lazy-part';

/** Says that the part is on its way, or why it did not come; then the user may try again. */
export function lazyPartView(lazy: LazyPart<unknown>): TemplateResult {
  const { state } = lazy;
  return html`<div class="lazy-part" tabindex="-1">
    ${state.kind === 'failed' ? failure(state.message, () => lazy.tryAgain()) : html`<p class="hint">Loading…</p>`}
  </div>`;
}

function failure(message: string, onTryAgain: () => void): TemplateResult {
  return html`<p class="note error" role="alert">
      This part of the panel could not be loaded (${message}). Try again. If that does not help,
      close the panel and open it again, as after an update of the extension.
    </p>
    ${secondaryButton('Try again', onTryAgain)}`;
}
