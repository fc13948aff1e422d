import { window } from 'vscode';
import { isUnfinished, unfinishedSentence } from './captureText';
import type { ConnectionPanels } from './connectionPanels';
import { describeFailure } from './failure';
import type { Log } from './log';
import type { StoredCaptures } from './storedCaptures';

export interface RecoveryServices {
  readonly captures: StoredCaptures;
  readonly panels: ConnectionPanels;
  readonly log: Log;
}

/**
 * Looks after what earlier windows left: tidies up, and offers captures that were not finished.
 * VS Code drops the panels of an extension host that was killed, so nobody else would.
 */
export async function recoverCaptures({ captures, panels, log }: RecoveryServices): Promise<void> {
  if (await captures.isEmpty()) return;
  await captures.tidy();
  const unfinished = (await captures.list()).filter(isUnfinished);
  if (unfinished.length === 0) return;
  const [open, later] = ['Open', 'Later'];
  const sentence = unfinishedSentence(unfinished.length);
  log.info(sentence);
  if ((await window.showWarningMessage(sentence, open, later)) !== open) return;
  for (const capture of unfinished) {
    try {
      await panels.openCapture(capture);
    } catch (error) {
      log.error(`Capture ${capture.capture} was not opened: ${describeFailure(error)}`);
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}
