import { extensions } from 'vscode';
import type { Started } from '../../../src/host/extension';
import { reportMark } from '../../vscode/suiteReport';

/** VS Code calls it in its extension host: tells how long activating the extension took there. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension<Started>('socket-playground.socket-playground');
  if (!extension) throw new Error('VS Code has not loaded the extension.');
  const { activationMs } = await extension.activate();
  console.log(`${reportMark}${activationMs}`);
}
