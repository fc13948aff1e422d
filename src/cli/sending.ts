import { createInterface } from 'node:readline';
import type { DraftSender } from '../inspector/draftSender';
import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { FrameDraft } from '../protocol/frameDraft';
import { RequestError } from '../protocol/requestError';
import { Prompt } from './prompt';
import { complain, isInteractive, type Terminal } from './terminal';
import { readTypedLine } from './typedLine';

export interface SendingOptions {
  readonly sender: Pick<DraftSender, 'send'>;
  readonly terminal: Terminal;
  /** Nothing but JSON may appear on standard output, so that there is no prompt. */
  readonly ndjson: boolean;
  /** The user wants the end. */
  readonly onEnd: () => void;
}

/**
 * Sends what comes on standard input while the connection is open: at a terminal what is typed at a
 * prompt, else each line as it is.
 */
export class Sending {
  private started = false;
  private prompt: Prompt | undefined;
  private stopReading = () => {};

  constructor(private readonly options: SendingOptions) {}

  /** Hears of each newest snapshot. */
  told({ state }: ConnectionSnapshot): void {
    if (state === 'open' && !this.started) this.start();
    if (state === 'closed') this.stop();
  }

  /** Lets `print` write; what is being typed stays below. */
  above(print: () => Promise<void>): Promise<void> {
    return this.prompt ? this.prompt.above(print) : print();
  }

  stop(): void {
    this.prompt?.close();
    this.prompt = undefined;
    this.stopReading();
  }

  private start(): void {
    this.started = true;
    const { terminal, ndjson } = this.options;
    if (!terminal.input.isTTY) void this.sendLines();
    else if (!ndjson && isInteractive(terminal)) this.prompt = this.startPrompt();
  }

  private startPrompt(): Prompt {
    const { terminal, onEnd } = this.options;
    return new Prompt({
      input: terminal.input,
      output: terminal.output,
      onLine: (line) => this.typed(line),
      onInterrupt: onEnd,
      onEnd,
    });
  }

  private typed(line: string): void {
    const meaning = readTypedLine(line);
    if (meaning.kind === 'tell') this.tell(meaning.text);
    if (meaning.kind === 'send') void this.sendTyped(meaning.draft);
  }

  private async sendTyped(draft: FrameDraft): Promise<void> {
    try {
      // Nothing breaks a rule that can be typed, so that there is nothing to confirm.
      await this.options.sender.send(draft, true);
    } catch (error) {
      this.tell(sentenceOf(error));
    }
  }

  private tell(text: string): void {
    const { output } = this.options.terminal;
    void this.above(async () => void output.write(`${text}\n`));
  }

  /** One line after another, as fast as the other end takes them. */
  private async sendLines(): Promise<void> {
    const { sender, terminal } = this.options;
    const lines = createInterface({ input: terminal.input, crlfDelay: Infinity });
    this.stopReading = () => {
      lines.close();
      terminal.input.destroy();
    };
    try {
      for await (const text of lines) await sender.send({ kind: 'text', text }, true, Infinity);
    } catch (error) {
      complain(terminal, `Standard input was not sent to its end: ${reasonOf(error)}`);
    }
  }
}

/** That the connection is over is no mistake of whoever feeds standard input. */
function reasonOf(error: unknown): string {
  return error instanceof RequestError ? 'the connection ended before.' : sentenceOf(error);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
