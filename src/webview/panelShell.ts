import { html, render } from 'lit-html';

/** The places of the panel that the views fill, from top to bottom. */
export interface PanelShell {
  readonly bar: HTMLElement;
  /** How the next connection behaves; hidden unless it is asked for. */
  readonly habits: HTMLElement;
  readonly alerts: HTMLElement;
  readonly peers: HTMLElement;
  readonly overview: HTMLElement;
  /** In the overview: the strip over time, what it shows, and what is done with the list. */
  readonly timeline: HTMLElement;
  readonly measure: HTMLElement;
  readonly tools: HTMLElement;
  readonly filter: HTMLElement;
  /** List and detail with the separator between them. */
  readonly body: HTMLElement;
  readonly list: HTMLElement;
  /** What is to be known of the rows in view. */
  readonly note: HTMLElement;
  readonly empty: HTMLElement;
  readonly separator: HTMLElement;
  readonly detail: HTMLElement;
  /** Takes the place of the detail. */
  readonly statistics: HTMLElement;
  readonly composer: HTMLElement;
}

/** Builds the places into the root element. */
export function buildShell(root: HTMLElement): PanelShell {
  render(
    html`
      <header class="bar"></header>
      <section class="habits-place" aria-label="Connection options" hidden></section>
      <div class="alerts"></div>
      <section class="peers" aria-label="Peers"></section>
      <section class="overview" aria-label="Overview">
        <div class="timeline"></div>
        <div class="measure choice" role="group" aria-label="Timeline of"></div>
        <div class="list-tools"></div>
      </section>
      <search class="filter" aria-label="Filter"></search>
      <div class="body">
        <div class="list">
          <div class="list-note" role="group" aria-label="View" hidden></div>
          <div class="empty"></div>
        </div>
        <div class="separator"></div>
        <section class="detail" aria-label="Frame detail"></section>
        <section class="statistics" aria-label="Statistics"></section>
      </div>
      <footer class="composer"></footer>
    `,
    root,
  );
  const place = (name: string): HTMLElement => {
    const element = root.querySelector<HTMLElement>(`.${name}`);
    if (!element) throw new Error(`The panel has no place called ${name}.`);
    return element;
  };
  return {
    bar: place('bar'),
    habits: place('habits-place'),
    alerts: place('alerts'),
    peers: place('peers'),
    overview: place('overview'),
    timeline: place('timeline'),
    measure: place('measure'),
    tools: place('list-tools'),
    filter: place('filter'),
    body: place('body'),
    list: place('list'),
    note: place('list-note'),
    empty: place('empty'),
    separator: place('separator'),
    detail: place('detail'),
    statistics: place('statistics'),
    composer: place('composer'),
  };
}
