import { noRows, rowsInList } from './panelState';
import { copyRows } from './copyRows';
import { emptyView } from './emptyView';
import { FilterBox } from './filterBox';
import { FrameList, type FrameListOptions } from './frameList';
import type { HostLink } from './hostLink';
import { ListControls } from './listControls';
import { Navigator, type MarkedSpan } from './navigator';
import type { PanelModel } from './panelModel';
import type { PanelShell } from './panelShell';
import type { RowSpan } from './rowCache';
import { selectedRows } from './selectedRows';
import { filterToSpan } from './spanFilter';
import type { TimeSpan } from './timeSpan';
import { ViewScope } from './viewScope';

export interface ListPaneOptions extends Pick<
  FrameListOptions,
  'onSelect' | 'onOpen' | 'onEscape' | 'onView'
> {
  readonly shell: PanelShell;
  readonly model: PanelModel;
  readonly link: HostLink;
  /** Another span of time is marked, or none. */
  readonly onMark: (span: TimeSpan | undefined) => void;
  /** Statistics are to be shown, or no longer. */
  readonly onStatistics: () => void;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

/** The frame list with all that decides which rows are in it: filter, pausing and clearing. */
export class ListPane {
  private readonly list: FrameList;
  private readonly filterBox: FilterBox;
  private readonly scope = new ViewScope();
  private readonly navigator: Navigator;
  private readonly controls: ListControls;

  constructor(private readonly options: ListPaneOptions) {
    this.list = this.createList();
    this.filterBox = this.createFilterBox();
    this.navigator = this.createNavigator();
    this.controls = this.createControls();
    this.filterBox.draw();
  }

  /** The number of the selected row. */
  get selectedRow(): number | undefined {
    return this.list.selectedRow;
  }

  /** Takes in the newest snapshot of the model. */
  update(): void {
    const { rows = noRows, filter } = this.options.model.state.snapshot ?? {};
    if (this.scope.update(rows)) this.navigator.unmark();
    this.updateList();
    this.filterBox.update(filter, rows);
    if (!filter) this.navigator.showWaiting();
  }

  /** Hands the filter to a capture that knows nothing of it. */
  applyFilter(): void {
    const { state, view } = this.options.model;
    const { text = '', view: list = 'frames' } = state.snapshot?.filter ?? {};
    if (view.filter !== text || view.list !== list) void this.filterBox.apply();
  }

  focus(): void {
    this.list.focus();
  }

  focusFilter(): void {
    this.filterBox.focus();
  }

  focusGoTo(): void {
    this.controls.focusGoTo();
  }

  pause(): void {
    this.controls.pause();
  }

  clear(): void {
    this.controls.clear();
  }

  /** Lists messages instead of frames, or frames again. */
  switchList(): void {
    const { model } = this.options;
    model.keep({ list: model.view.list === 'frames' ? 'messages' : 'frames' });
    void this.filterBox.apply();
  }

  copySelected(): void {
    const { selectedSpan } = this.list;
    if (selectedSpan) void this.copy(selectedSpan);
    else this.controls.say('No row is selected. Select rows to copy them.');
  }

  /** Has the host ask which rows to export, and write them to a file. */
  export(): void {
    void this.options.model.tell(this.requestExport());
  }

  goToTime(timeUs: number): void {
    void this.navigator.goToTime(timeUs);
  }

  /** Selects the rows of a span of time. */
  selectSpan(span: TimeSpan): void {
    void this.navigator.selectSpan(span);
  }

  /** Shows rows of the capture with what stands around them. */
  showInContext(rows: RowSpan): void {
    this.list.focus();
    this.navigator.showInContext(rows);
  }

  draw(statisticsOpen: boolean): void {
    const { shell, model } = this.options;
    const { isFiltered, state } = model;
    const { isEmpty } = this.list;
    const saysEmpty = isEmpty && (isFiltered || this.scope.hidden === 0);
    const isSearched = (state.snapshot?.filter?.text ?? '') !== '';
    emptyView(state.snapshot?.state, saysEmpty, isSearched, shell.empty);
    this.controls.draw({ isEmpty, statisticsOpen });
  }

  private createList(): FrameList {
    const { shell, link, onSelect, onOpen, onEscape, onView } = this.options;
    return new FrameList(shell.list, {
      readRows: (generation, span) => link.request('rows/read', { generation, ...span }),
      onSelect,
      onOpen,
      onEscape,
      onCopy: (span) => void this.copy(span),
      onView,
    });
  }

  private createFilterBox(): FilterBox {
    const { shell, model, link } = this.options;
    return new FilterBox(
      {
        place: shell.filter,
        setFilter: async (text) => {
          const { list: view } = model.view;
          return (await link.request('filter/set', { text, view })).mistakes;
        },
        complete: (text, caret) => link.request('filter/complete', { text, caret }),
        onText: (filter) => model.keep({ filter }),
        onLeave: () => this.list.focus(),
      },
      model.view.filter,
    );
  }

  private createNavigator(): Navigator {
    const { model, link } = this.options;
    return new Navigator({
      list: this.list,
      scope: this.scope,
      findIndex: async (timeUs) => (await link.request('row/find', { timeUs })).index,
      isFiltered: () => model.isFiltered,
      clearFilter: () => {
        model.keep({ list: 'frames' });
        this.filterBox.set('');
      },
      onMark: (span) => this.mark(span),
      onChange: () => this.viewChanged(),
    });
  }

  private createControls(): ListControls {
    const { shell, model, onStatistics } = this.options;
    return new ListControls({
      places: { tools: shell.tools, note: shell.note },
      scope: this.scope,
      onGoTo: (destination) => this.navigator.goTo(destination),
      onLeave: () => this.list.focus(),
      isFiltered: () => model.isFiltered,
      listsMessages: () => model.view.list === 'messages',
      onSwitchList: () => this.switchList(),
      onStatistics,
      onExport: () => this.export(),
      onFilterToSpan: (span) => this.filterBox.set(filterToSpan(model.view.filter, span)),
      onChange: () => this.viewChanged(),
    });
  }

  private mark(span: MarkedSpan | undefined): void {
    this.options.onMark(span);
    this.controls.offerSpan(span);
  }

  private readRows(span: RowSpan): Promise<ArrayBuffer> {
    const { model, link } = this.options;
    const { generation } = model.state.snapshot?.rows ?? noRows;
    return link.request('rows/read', { generation, ...span });
  }

  private async requestExport(): Promise<void> {
    const { model, link } = this.options;
    const { selectedSpan } = this.list;
    const selection = selectedSpan
      ? await selectedRows(
          selectedSpan,
          model.isFiltered ? (span) => this.readRows(span) : undefined,
        )
      : null;
    await link.request('rows/export', { selection });
  }

  private async copy(rows: RowSpan): Promise<void> {
    const { model, link } = this.options;
    const said = await copyRows(rows, {
      readRows: (span) => this.readRows(span),
      copyText: (text) => model.tell(link.request('clipboard/write', { text })),
    });
    if (said !== undefined) this.controls.say(said);
  }

  /** Lays the list out anew: pausing and clearing change which rows are in view. */
  private viewChanged(): void {
    this.updateList();
    this.options.onChange();
  }

  /** A filter searches all that is captured: pausing and clearing are for the list without one. */
  private updateList(): void {
    const { rows, memory, filter } = this.options.model.state.snapshot ?? {};
    if (!rows || !memory) return;
    const shown = filter ? rowsInList(rows, filter) : this.scope.shown;
    this.list.update(shown, memory, rows, filter && `${filter.view ?? 'frames'} ${filter.text}`);
  }
}
