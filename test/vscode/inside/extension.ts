import { commands, extensions, type Extension } from 'vscode';

/** The extension under test. */
export function extension(): Extension<unknown> {
  const found = extensions.getExtension('socket-playground.socket-playground');
  if (!found) throw new Error('VS Code has not loaded the extension.');
  return found;
}

/** Runs one of its commands as another extension would. */
export function runCommand<Result>(name: string, ...args: unknown[]): Thenable<Result> {
  return commands.executeCommand<Result>(`socketPlayground.${name}`, ...args);
}
