import {
  clearScreenDown,
  createInterface,
  cursorTo,
  moveCursor,
  type Interface,
} from 'node:readline';
import type { InputStream, OutputStream } from './terminal';

export interface PromptOptions {
  readonly input: InputStream;
  readonly output: OutputStream;
  readonly onLine: (line: string) => void;
  /** Ctrl+C was pressed. */
  readonly onInterrupt: () => void;
  /** Ctrl+D was pressed: nothing more will be typed. */
  readonly onEnd: () => void;
}

/** A line at the bottom of a terminal that is typed into while other lines appear above it. */
export class Prompt {
  private readonly lines: Interface;
  private open = true;

  constructor(private readonly options: PromptOptions) {
    const { input, output, onLine, onInterrupt, onEnd } = options;
    this.lines = createInterface({ input, output, terminal: true, prompt: '> ' });
    this.lines.on('line', (line) => {
      onLine(line);
      if (this.open) this.lines.prompt();
    });
    this.lines.on('SIGINT', onInterrupt);
    this.lines.on('close', () => {
      if (this.open) onEnd();
      this.open = false;
    });
    this.lines.prompt();
  }

  /**
   * Makes room above what is being typed, lets `print` fill it, and shows the line again. All of
   * that is written at once, so that nothing else gets between.
   */
  above(print: () => Promise<void>): Promise<void> {
    this.clear();
    const printed = print();
    if (this.open) this.lines.prompt(true);
    return printed;
  }

  /** Takes the prompt away. */
  close(): void {
    if (!this.open) return;
    this.open = false;
    this.clear();
    this.lines.close();
  }

  /** What is typed may take several lines of the screen. */
  private clear(): void {
    const { output } = this.options;
    moveCursor(output, 0, -this.lines.getCursorPos().rows);
    cursorTo(output, 0);
    clearScreenDown(output);
  }
}
