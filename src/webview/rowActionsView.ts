import { html, type TemplateResult } from 'lit-html';
import { iconButton } from './fields';
import type { RowAction } from './rowActions';

const actions: readonly (readonly [action: RowAction, icon: string, name: string])[] = [
  ['resend', 'redo', 'Resend (R in the list)'],
  ['editAndResend', 'edit', 'Edit and resend (E)'],
  ['editFrameAndResend', 'beaker', 'Edit as a frame (Shift+E)'],
];

/** The buttons for what can be done with the row that is shown. */
export function rowActionsView(onAction: (action: RowAction) => void): TemplateResult {
  return html`<div class="row-actions" role="group" aria-label="Row actions">
    ${actions.map(([action, icon, name]) => iconButton(icon, name, () => onAction(action)))}
  </div>`;
}
