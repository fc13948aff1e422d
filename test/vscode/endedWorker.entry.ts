import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { commands } from 'vscode';

/**
 * Runs in the extension host in place of a user: connects to the playground server, and at SIGUSR2
 * ends the inspector's worker, as a crash of it would. It never returns, so that the window stays.
 */
export async function run(): Promise<never> {
  const inspector = workerAskedFor('connection/open');
  const url = await commands.executeCommand<string>('socketPlayground.startServer');
  await commands.executeCommand('socketPlayground.connect', url);
  await once(process, 'SIGUSR2');
  await (await inspector).terminate();
  return new Promise(() => {});
}

/** The worker that somebody in this process asks for something. */
function workerAskedFor(name: string): Promise<Worker> {
  const post: (this: Worker, ...what: Parameters<Worker['postMessage']>) => void = Reflect.get(
    Worker.prototype,
    'postMessage',
  );
  return new Promise((resolve) => {
    Worker.prototype.postMessage = function (this: Worker, message: { name?: string }, ...more) {
      if (message.name === name) resolve(this);
      post.apply(this, [message, ...more]);
    };
  });
}
