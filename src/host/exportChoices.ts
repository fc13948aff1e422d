import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { ExportedRows } from '../protocol/inspectorProtocol';
import type { SelectedRows } from '../protocol/panelProtocol';

/** Rows that the user may choose to export, as a quick pick shows them. */
export interface ExportChoice {
  readonly label: string;
  /** How many they are. */
  readonly description: string;
  readonly detail?: string;
  readonly rows: ExportedRows;
}

/** Every row that is kept when the export begins. */
export const allRows: ExportedRows = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** What of a panel's rows may be exported: all of them, and what is selected or filtered. */
export function exportChoices(
  { rows, filter }: Pick<ConnectionSnapshot, 'rows' | 'filter'>,
  selection: SelectedRows | null,
): readonly ExportChoice[] {
  const found = filter && {
    filter: filter.text,
    ...(filter.view && { view: filter.view }),
  };
  const all: ExportChoice = {
    label: 'All rows',
    description: counted(rows.total - rows.first),
    rows: allRows,
  };
  const result: ExportChoice | undefined = filter && {
    label: filter.view === 'messages' && filter.text === '' ? 'Messages' : 'Result of the filter',
    description: counted(filter.matching - filter.first),
    detail: filter.text,
    rows: { ...allRows, ...found },
  };
  const selected: ExportChoice | undefined = selection
    ? {
        label: 'Selection',
        description: counted(selection.count),
        rows: {
          from: selection.from,
          to: selection.to,
          ...found,
        },
      }
    : undefined;
  return [all, result, selected].filter((choice) => choice !== undefined);
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
}
