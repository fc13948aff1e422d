#!/usr/bin/env node
import { runCheck } from './checkCommand';
import { readCommandLine } from './commandLine';
import { runConnect } from './connectCommand';
import { exitCode, type ExitCode } from './exitCode';
import { runRead } from './readCommand';
import { complain, type Terminal } from './terminal';
import { usage } from './usage';

/** Written into every bundle by esbuild.js: the version in package.json. */
declare const BUILD_ID: string;

/** Interrupts that a command is asked to end by; the next one ends the process at once. */
const politeInterrupts = 2;

const terminal: Terminal = {
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  onInterrupt: (listener) => {
    let interrupts = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        interrupts++;
        if (interrupts > politeInterrupts) process.exit(exitCode.failed);
        listener();
      });
    }
  },
};

async function main(): Promise<ExitCode> {
  const order = readCommandLine(process.argv.slice(2));
  switch (order.kind) {
    case 'connect':
      return runConnect(order, terminal, BUILD_ID);
    case 'read':
      return runRead(order, terminal);
    case 'check':
      return runCheck(order, terminal);
    case 'help':
      process.stdout.write(usage);
      return exitCode.fine;
    case 'version':
      process.stdout.write(`${BUILD_ID}\n`);
      return exitCode.fine;
    case 'mistake':
      complain(terminal, `${order.message} --help tells more.`);
      return exitCode.usage;
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(terminal, error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = exitCode.failed;
  },
);
