import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { within } from './within';

/** Milliseconds in which a server must have started and be listening. */
const startLimitMs = 15_000;

/** What a server's process tells about itself, one JSON object a line. */
export interface ProcessEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

/**
 * A program run as a process of its own. The JSON objects with an `event` that it prints, on a line
 * of their own or at the end of a log line, are kept and can be awaited. It is the leader of a
 * process group, so that ending it ends its children too.
 */
export class ReportingProcess {
  readonly events: ProcessEvent[] = [];
  private readonly heard = new EventEmitter();
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly failed: Promise<never>;
  private readonly output: string[] = [];
  private readonly endWithTests = () => this.kill();

  constructor(program: string, args: readonly string[], debianPackage: string) {
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.failed = new Promise((_, reject) => {
      const hint = `Is the package ${debianPackage} installed?`;
      this.child.once('error', (error) => reject(new Error(`${error.message}. ${hint}`)));
      // Waiting for `close` and not `exit` lets the last words in.
      this.child.once('close', () => {
        reject(new Error(`${program} ended. ${hint} It said:\n${this.output.join('\n')}`));
      });
    });
    // An end is an error only to those who wait for something.
    this.failed.catch(() => undefined);
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface(stream).on('line', (line) => this.hear(line));
    }
    process.once('exit', this.endWithTests);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** The event number `index` (from 0) of this name, now or as soon as it is reported. */
  async event(name: string, index = 0): Promise<ProcessEvent> {
    return this.until(`event "${name}" number ${index}`, () => {
      return this.events.filter(({ event }) => event === name)[index];
    });
  }

  /** Resolves once a line of the output contains `text`. */
  async line(text: string): Promise<string> {
    return this.until(`a line with "${text}"`, () =>
      this.output.find((line) => line.includes(text)),
    );
  }

  async stop(): Promise<void> {
    process.off('exit', this.endWithTests);
    if (this.child.pid === undefined) return;
    this.kill();
    await this.exited;
  }

  private kill(): void {
    if (this.child.pid === undefined || this.child.exitCode !== null) return;
    if (this.child.signalCode !== null) return;
    process.kill(-this.child.pid, 'SIGKILL');
  }

  private hear(line: string): void {
    this.output.push(line);
    const report = /\{"event":.*\}$/.exec(line)?.[0];
    if (report !== undefined) this.events.push(JSON.parse(report) as ProcessEvent);
    this.heard.emit('line');
  }

  private async until<T>(what: string, find: () => T | undefined): Promise<T> {
    const found = async () => {
      for (;;) {
        const value = find();
        if (value !== undefined) return value;
        await once(this.heard, 'line');
      }
    };
    const heard = () => `${what}; heard:\n${this.output.join('\n')}`;
    return within(startLimitMs, heard, Promise.race([found(), this.failed]));
  }
}
