import { spawn } from 'node:child_process';
import { once } from 'node:events';

/*
 * Lets ripgrep count the lines with a text in a file, as often as it is asked, and tells how many
 * there are and how many milliseconds that took, from starting ripgrep to its end. It is a process
 * of its own, since starting another one takes longer the more memory a process has.
 */

export interface CountedLines {
  readonly count: number;
  readonly ms: number;
}

export interface LinesToCount {
  readonly text: string;
  readonly file: string;
}

async function countLines({ text, file }: LinesToCount): Promise<CountedLines> {
  const start = performance.now();
  const child = spawn('rg', ['--no-config', '--count', '--fixed-strings', text, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  await once(child, 'close');
  return { count: Number(output), ms: performance.now() - start };
}

process.on('message', (lines: LinesToCount) => {
  void countLines(lines).then((counted) => process.send?.(counted));
});
