import { PassThrough, Writable } from 'node:stream';
import type { InputStream, OutputStream, Terminal } from '../../../../src/cli/terminal';

/** An output that keeps what is written, and emits `text` after each time. */
export class KeptOutput extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: unknown, callback: () => void): void {
    this.text += String(chunk);
    callback();
    this.emit('text');
  }
}

/** A terminal in memory: standard input is a pipe with no end unless it is told otherwise. */
export class TestTerminal implements Terminal {
  readonly input: InputStream & PassThrough = new PassThrough();
  readonly output: OutputStream & KeptOutput = new KeptOutput();
  readonly errors = new KeptOutput();
  private readonly listeners: (() => void)[] = [];

  onInterrupt(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Ctrl+C. */
  interrupt(): void {
    for (const listener of this.listeners) listener();
  }

  /** Somebody sits in front of it. */
  interactive(): this {
    Object.assign(this.input, { isTTY: true });
    Object.assign(this.output, { isTTY: true, columns: 80 });
    return this;
  }

  get lines(): string[] {
    return this.output.text.split('\n').slice(0, -1);
  }
}
