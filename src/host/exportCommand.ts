import path from 'node:path';
import { ProgressLocation, Uri, window, workspace, type Event } from 'vscode';
import type { ConnectionId } from '../protocol/connectionSnapshot';
import type { ExportedRows, ExportFormat, ExportProgress } from '../protocol/inspectorProtocol';
import type { SelectedRows } from '../protocol/panelProtocol';
import { RequestError } from '../protocol/requestError';
import { pickCapture } from './capturePicker';
import { exportName } from './captureText';
import type { ConnectionPanel } from './connectionPanel';
import { allRows, exportChoices } from './exportChoices';
import type { InspectorClient } from './inspectorClient';
import type { StoredCaptures } from './storedCaptures';

export interface ExportServices {
  readonly captures: StoredCaptures;
  readonly inspector: InspectorClient;
  readonly onExporting: Event<ExportProgress>;
  /** Names a connection that no panel shows. */
  readonly nextConnection: () => ConnectionId;
}

/** What is exported: rows that the inspector keeps under the name of a connection. */
interface Source {
  readonly connection: ConnectionId;
  readonly url: string;
  readonly rows: ExportedRows;
}

interface FormatItem {
  readonly label: string;
  readonly detail: string;
  readonly format: ExportFormat;
  readonly extension: string;
}

const title = 'Export';

const formats: readonly FormatItem[] = [
  {
    label: 'NDJSON',
    detail: 'One JSON object a frame, with header fields, payload, message and findings',
    format: 'ndjson',
    extension: 'ndjson',
  },
  {
    label: 'Plain lines',
    detail: 'One message a line: text as it is, binary data as base64',
    format: 'lines',
    extension: 'txt',
  },
];

/** Writes rows of a panel to a file: all of them, or those that the user chooses. */
export async function exportPanelRows(
  services: ExportServices,
  { connection, address, snapshot }: ConnectionPanel,
  selection: SelectedRows | null,
): Promise<void> {
  const choices = exportChoices(snapshot, selection);
  const placeHolder = 'Choose the rows';
  const choice =
    choices.length === 1 ? choices[0] : await window.showQuickPick(choices, { title, placeHolder });
  if (choice) await exportFrom(services, { connection, url: address, rows: choice.rows });
}

/** Writes all rows of a stored capture, which the user picks, to a file. */
export async function exportStoredCapture(services: ExportServices): Promise<void> {
  const { captures, inspector, nextConnection } = services;
  const picked = await pickCapture(captures, title);
  if (!picked) return;
  const connection = nextConnection();
  await inspector.request('captures/open', { connection, capture: picked.capture });
  try {
    await exportFrom(services, { connection, url: picked.url, rows: allRows });
  } finally {
    await inspector.request('connection/forget', { connection });
  }
}

async function exportFrom(services: ExportServices, source: Source): Promise<void> {
  const format = await window.showQuickPick(formats, { title, placeHolder: 'Choose a format' });
  const file = format && (await askForFile(source.url, format));
  if (file) await exportTo(services, source, format.format, file);
}

async function askForFile(url: string, { label, extension }: FormatItem): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const name = exportName(url, extension, Date.now());
  const file = await window.showSaveDialog({
    title,
    ...(folder?.scheme === 'file' ? { defaultUri: Uri.joinPath(folder, name) } : {}),
    filters: { [label]: [extension], 'All files': ['*'] },
  });
  if (!file || file.scheme === 'file') return file;
  throw new RequestError(
    'bad-file',
    'Frames can be exported to files on the machine of the extension host only.',
  );
}

async function exportTo(
  { inspector, onExporting }: ExportServices,
  { connection, rows }: Source,
  format: ExportFormat,
  file: Uri,
): Promise<void> {
  const exported = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Exporting', cancellable: true },
    async (progress, token) => {
      const stop = new AbortController();
      let shown = 0;
      const hearing = onExporting(({ connection: of, done, total }) => {
        if (of !== connection) return;
        const percent = Math.floor((100 * done) / total);
        progress.report({ increment: percent - shown, message: `${percent} %` });
        shown = percent;
      });
      token.onCancellationRequested(() => stop.abort());
      try {
        return await inspector.request(
          'captures/export',
          { connection, file: file.fsPath, format, ...rows },
          { timeLimitMs: Infinity, signal: stop.signal },
        );
      } catch (error) {
        if (error instanceof RequestError && error.code === 'cancelled') return undefined;
        throw error;
      } finally {
        hearing.dispose();
      }
    },
  );
  if (exported) await offerToOpen(file, exported.lines);
}

async function offerToOpen(file: Uri, lines: number): Promise<void> {
  const open = 'Open File';
  const sentence = `Exported ${lines.toLocaleString('en-US')} ${lines === 1 ? 'line' : 'lines'} to ${path.basename(file.fsPath)}.`;
  const answer = await window.showInformationMessage(sentence, open);
  if (answer === open) await window.showTextDocument(file);
}
