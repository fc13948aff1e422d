import type { Readable, Writable } from 'node:stream';
import { visibleText } from '../inspector/visibleText';
import type { LineLook } from './consoleLine';
import { withColours, withoutColours } from './paint';

/** A stream of the process: a terminal, a pipe or a file. */
export interface InputStream extends Readable {
  readonly isTTY?: boolean;
}

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  /** Of a terminal: whether it shows colours; `NO_COLOR` and its like are looked at. */
  hasColors?(): boolean;
  /** Of a terminal: characters of a line; 0 if that is not known. */
  readonly columns?: number;
}

/** What a command reads from, writes to and is interrupted by. */
export interface Terminal {
  readonly input: InputStream;
  readonly output: OutputStream;
  /** Where everything goes that is not what was asked for. */
  readonly errors: OutputStream;
  /** Calls the listener whenever the user or the system wants the program to end. */
  onInterrupt(listener: () => void): void;
}

/** Whether somebody types and reads the lines, so that there can be a prompt. */
export function isInteractive({ input, output }: Terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/** How lines look there at the moment: a terminal may show colours, and may change its size. */
export function lookOf(stream: OutputStream): LineLook {
  if (stream.isTTY !== true) return { paint: withoutColours, width: Infinity };
  const paint = stream.hasColors?.() === true ? withColours : withoutColours;
  return { paint, width: stream.columns || Infinity };
}

/** Says what went wrong, on standard error. What the other end said may be part of it. */
export function complain({ errors }: Terminal, message: string): void {
  const lines = message.split('\n').map(visibleText);
  errors.write(`socket-playground: ${lines.join('\n')}\n`);
}
