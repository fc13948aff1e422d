import { html, type TemplateResult } from 'lit-html';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

/**
 * A list of tabs as the ARIA practices ask for it: one stop for the Tab key, arrows, Home and End
 * move and choose. The panel that they control has the id `PREFIX-panel`.
 */
export function tabList<Id extends string>(
  prefix: string,
  label: string,
  tabs: readonly Tab<Id>[],
  chosen: Id,
  onChoose: (id: Id) => void,
): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const to = tabReached(
      tabs.length,
      tabs.findIndex(({ id }) => id === chosen),
      event.key,
    );
    const tab = to === undefined ? undefined : tabs[to];
    if (!tab) return;
    event.preventDefault();
    onChoose(tab.id);
    document.getElementById(`${prefix}-${tab.id}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${onKey}>
    ${tabs.map(
      ({ id, title }) =>
        html`<button
          type="button"
          role="tab"
          class="tab"
          id="${prefix}-${id}"
          aria-selected=${id === chosen}
          aria-controls="${prefix}-panel"
          tabindex=${id === chosen ? 0 : -1}
          @click=${() => onChoose(id)}
        >
          ${title}
        </button>`,
    )}
  </div>`;
}

/** The tab that a key leads to, around the ends; `undefined` for other keys. */
function tabReached(count: number, current: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (current + 1) % count;
    case 'ArrowLeft':
      return (current + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
