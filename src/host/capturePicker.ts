import { ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { StoredCapture } from '../protocol/inspectorProtocol';
import { describeCapture, isUnfinished, sortCaptures } from './captureText';
import type { StoredCaptures } from './storedCaptures';

interface CaptureItem extends QuickPickItem {
  readonly capture: StoredCapture;
}

const deleteButton: QuickInputButton = {
  iconPath: new ThemeIcon('trash'),
  tooltip: 'Delete Capture',
};

/** Lists the stored captures to choose one from, and to delete them. */
export async function pickCapture(
  captures: StoredCaptures,
  title: string,
): Promise<StoredCapture | undefined> {
  const listed = await captures.list();
  if (listed.length === 0) {
    void window.showInformationMessage('There is no stored capture. Connect to make one.');
    return undefined;
  }
  const pick = window.createQuickPick<CaptureItem>();
  pick.title = title;
  pick.placeholder = 'Choose a capture';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = itemsFor(listed);
  let isAsking = false;
  pick.onDidTriggerItemButton(async ({ item }) => {
    // The question takes the focus, which hides the list.
    isAsking = true;
    try {
      if (await confirmDelete(item.capture)) {
        await captures.delete(item.capture.capture);
        pick.items = itemsFor(await captures.list());
      }
    } catch (error) {
      sayWhyNot(error);
    } finally {
      isAsking = false;
      pick.show();
    }
  });
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const capture = pick.selectedItems[0]?.capture;
        if (capture?.problem === undefined) resolve(capture);
      });
      pick.onDidHide(() => {
        if (!isAsking) resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function itemsFor(captures: readonly StoredCapture[]): CaptureItem[] {
  const nowMs = Date.now();
  return sortCaptures(captures).map((capture) => ({
    ...describeCapture(capture, nowMs),
    iconPath: new ThemeIcon(iconOf(capture)),
    buttons: capture.state === 'open' ? [] : [deleteButton],
    capture,
  }));
}

function iconOf(capture: StoredCapture): string {
  if (capture.problem !== undefined) return 'error';
  if (isUnfinished(capture)) return 'warning';
  return capture.state === 'open' ? 'record' : 'archive';
}

async function confirmDelete({ url, capture }: StoredCapture): Promise<boolean> {
  const deleteIt = 'Delete';
  const answer = await window.showWarningMessage(
    `Delete the capture of ${url === '' ? capture : url}?`,
    { modal: true, detail: 'Its files are removed from disk. This cannot be undone.' },
    deleteIt,
  );
  return answer === deleteIt;
}

function sayWhyNot(error: unknown): void {
  void window.showErrorMessage(error instanceof Error ? error.message : String(error));
}
