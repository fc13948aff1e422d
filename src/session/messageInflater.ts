import { createInflateRaw, constants, type InflateRaw, type ZlibOptions } from 'node:zlib';
import type { InflatedMessage } from '../capture/inflatedStore';
import { Pressure } from '../capture/pressure';
import { finOf, opcodeOf, rsv1Of } from '../wire/frameBits';
import { isControl, Opcode } from '../wire/opcode';
import { dictionaryOf, inflatedAtOnce, messageTail } from './inflatedAtOnce';
import { InflateWindow } from './inflateWindow';
import type { DeflateParameters } from './permessageDeflate';

/** Bytes of one inflated message that are kept; the rest is only counted. */
export const longestInflatedKept = 16_000_000;
/** Bytes that one message may inflate to before its direction is given up: a zip bomb. */
export const longestInflated = 1024 * 1024 * 1024;
/** Compressed bytes that may wait before whoever feeds the inflater is asked to pause. */
export const mostBytesWaiting = 16 * 1024 * 1024;
/** Bytes that a waiting fragment counts besides its payload, so that empty ones count too. */
const fragmentOverhead = 128;

export interface MessageInflaterOptions extends DeflateParameters {
  /** What the first message may refer back to; nothing unless told. */
  readonly window?: InflateWindow;
  /** Called for each compressed message, in order, with the row of its first frame. */
  readonly onMessage: (firstRow: number, message: InflatedMessage) => void;
  /** Called with true when too much waits, with false when that has been worked off. */
  readonly onPressure: (tooMuch: boolean) => void;
}

interface Fragment {
  readonly firstRow: number;
  /** `undefined` if it was not kept. */
  readonly payload: Uint8Array | undefined;
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * Inflates the compressed messages of one direction for display (RFC 7692 §7.2.2). Each message
 * may refer back to earlier ones, so all must pass through, in order. What they may refer to is kept
 * here, so that no stream outlives its message.
 */
export class MessageInflater {
  private bytesWaiting = 0;
  private readonly pressure: Pressure;
  /** Settles when all that has been pushed so far is inflated. */
  private work: Promise<void> = Promise.resolve();
  /** First row of the compressed message whose frames are arriving. */
  private arriving: number | undefined;
  private readonly window: InflateWindow;
  private stream: InflateStream | undefined;
  private output = new MessageOutput();
  /** Set when the stream behind broke, so that nothing after it can be read. */
  private broken: string | undefined;

  constructor(private readonly options: MessageInflaterOptions) {
    this.pressure = new Pressure(mostBytesWaiting, options.onPressure);
    this.window = options.window ?? new InflateWindow(options.windowBits);
  }

  /**
   * Takes the next frame.
   *
   * @param payload asked for if the frame belongs to a compressed message; gives `undefined` if
   * the payload was not kept
   */
  push(row: number, firstByte: number, payload: () => Uint8Array | undefined): void {
    const opcode = opcodeOf(firstByte);
    if (isControl(opcode)) return;
    if (opcode !== Opcode.continuation) this.arriving = rsv1Of(firstByte) ? row : undefined;
    if (this.arriving === undefined) return;
    const last = finOf(firstByte);
    const first = opcode !== Opcode.continuation;
    this.enqueue({ firstRow: this.arriving, payload: payload(), first, last });
    if (last) this.arriving = undefined;
  }

  /** Resolves when all that has been pushed so far is inflated. Never rejects. */
  idle(): Promise<void> {
    return this.work;
  }

  /** No frame follows: waits for what is left, says if a message stays unfinished, frees all. */
  async end(): Promise<void> {
    await this.idle();
    this.closeStream();
    if (this.arriving === undefined) return;
    this.options.onMessage(this.arriving, this.output.take(this.broken ?? unfinished));
    this.arriving = undefined;
  }

  private enqueue(fragment: Fragment): void {
    if (this.bytesWaiting === 0 && this.inflateAtOnce(fragment)) return;
    const size = fragmentOverhead + (fragment.payload?.length ?? 0);
    this.changeWaiting(size);
    this.work = this.work.then(async () => {
      await this.inflate(fragment);
      this.changeWaiting(-size);
    });
  }

  private changeWaiting(bytes: number): void {
    this.bytesWaiting += bytes;
    this.pressure.set(this.bytesWaiting);
  }

  /** Inflates a small message that came in one piece; false if it is none, or a fault is in it. */
  private inflateAtOnce({ firstRow, payload, first, last }: Fragment): boolean {
    if (!first || !last || this.broken !== undefined) return false;
    if (payload === undefined) return false;
    const bytes = inflatedAtOnce(payload, this.options.windowBits, this.window.dictionary);
    if (!bytes) return false;
    this.window.add(bytes);
    this.options.onMessage(firstRow, { bytes, length: bytes.length, problem: undefined });
    this.prepareNextMessage();
    return true;
  }

  private async inflate(fragment: Fragment): Promise<void> {
    if (this.inflateAtOnce(fragment)) return;
    const { firstRow, payload, last } = fragment;
    if (this.broken === undefined) await this.inflateFragment(payload, last);
    if (!last) return;
    this.options.onMessage(firstRow, this.output.take(this.broken));
    this.prepareNextMessage();
  }

  private async inflateFragment(payload: Uint8Array | undefined, last: boolean): Promise<void> {
    if (payload === undefined) {
      this.broken = 'This message cannot be inflated: it did not fit into the memory limit.';
      return;
    }
    if (this.stream?.ended) this.closeStream();
    this.stream ??= new InflateStream(
      { windowBits: this.options.windowBits, ...dictionaryOf(this.window.dictionary.slice()) },
      (chunk) => this.take(chunk),
    );
    const problem = await this.stream.write(last ? [payload, messageTail] : [payload]);
    if (problem === undefined) return;
    this.broken ??= `This message cannot be inflated: ${problem}.`;
    this.closeStream();
  }

  private take(chunk: Uint8Array): void {
    this.output.add(chunk);
    this.window.add(chunk);
    if (this.output.length <= longestInflated) return;
    this.broken = `This message inflates to more than ${longestInflated} bytes and is not read further.`;
    this.stream?.fail('it is too long');
  }

  private prepareNextMessage(): void {
    this.closeStream();
    if (!this.options.contextTakeover) {
      this.window.clear();
      this.broken = undefined;
    } else if (this.broken !== undefined) {
      this.broken =
        'This message cannot be inflated: a message before it could not be, and it may refer back to that one (RFC 7692 §7.1.1).';
    }
  }

  private closeStream(): void {
    this.stream?.close();
    this.stream = undefined;
  }
}

/** A message that was inflated by somebody else, as far as it is kept. */
export function wholeMessage(bytes: Uint8Array): InflatedMessage {
  const { length } = bytes;
  if (length <= longestInflatedKept) return { bytes, length, problem: undefined };
  return { bytes: bytes.slice(0, longestInflatedKept), length, problem: tooLongToKeep };
}

/** The output of one message: its beginning and its length. */
class MessageOutput {
  length = 0;
  private kept: Uint8Array[] = [];
  private keptLength = 0;

  add(chunk: Uint8Array): void {
    this.length += chunk.length;
    const part = chunk.subarray(0, longestInflatedKept - this.keptLength);
    if (part.length === 0) return;
    this.kept.push(part);
    this.keptLength += part.length;
  }

  /** Hands over the message and begins the next. */
  take(problem: string | undefined): InflatedMessage {
    const length = problem === undefined ? this.length : undefined;
    const cut = this.keptLength < this.length;
    // The parts are views into larger buffers of zlib, which a copy does not hold on to.
    const bytes = Buffer.concat(this.kept);
    this.length = 0;
    this.kept = [];
    this.keptLength = 0;
    return { bytes, length, problem: problem ?? (cut ? tooLongToKeep : undefined) };
  }
}

const unfinished = 'The connection ended inside this message.';
const tooLongToKeep = `Only the first ${longestInflatedKept / 1_000_000} MB of this message are kept.`;

/** Node's raw inflate stream with an awaitable write that never throws. */
class InflateStream {
  /** The sender ended the stream with a final block (RFC 7692 §7.2.3.4). */
  ended = false;
  private readonly stream: InflateRaw;
  private problem: string | undefined;
  private settle: (() => void) | undefined;

  constructor(options: ZlibOptions, onOutput: (chunk: Uint8Array) => void) {
    this.stream = createInflateRaw(options);
    this.stream.on('data', onOutput);
    this.stream.on('end', () => {
      this.ended = true;
    });
    this.stream.on('error', (error) => this.fail(error.message));
  }

  /** Inflates chunks to their end; gives the problem in words if there was one. */
  async write(chunks: readonly Uint8Array[]): Promise<string | undefined> {
    await new Promise<void>((resolve) => {
      this.settle = resolve;
      for (const chunk of chunks) this.stream.write(chunk);
      this.stream.flush(constants.Z_SYNC_FLUSH, resolve);
    });
    return this.problem;
  }

  fail(problem: string): void {
    this.problem ??= problem;
    this.close();
    this.settle?.();
  }

  close(): void {
    this.stream.destroy();
  }
}
