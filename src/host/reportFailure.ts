import { window } from 'vscode';
import { RequestError } from '../protocol/requestError';
import { describeFailure } from './failure';
import type { Log } from './log';

/** Shows errors that were meant for people as they are; for others it points to the log. */
export function reportFailure(error: unknown, log: Log): void {
  if (error instanceof RequestError) {
    void window.showErrorMessage(error.message);
    return;
  }
  log.error(`A command failed: ${describeFailure(error)}`);
  void window.showErrorMessage('Something went wrong in Socket Playground. The log says where.');
}
