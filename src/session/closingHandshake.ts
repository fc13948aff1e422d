import type { CloseEvent } from '../capture/connectionEvent';
import { readClosePayload, type ClosePayload } from '../wire/closePayload';
import type { Direction } from '../wire/direction';
import { closeEvent } from './closeEvent';
import { closeText, type CloseEvents } from './closeText';
import type { CloseFacts } from './connectionFacts';

export interface ClosingHandshakeOptions {
  /** Milliseconds that it may take; 0 is no limit. */
  readonly timeoutMs: number;
  readonly onTimeout: () => void;
  /** Sends a close frame; resolves when it has left, or will not leave any more. */
  readonly sendClose: (code: number | undefined, reason: string) => Promise<void>;
  /** Ends this side of the TCP connection. */
  readonly endSocket: () => void;
}

/**
 * The closing handshake, as far as it has come (RFC 6455 §7.1.2 to §7.1.6). What counts are the
 * close frames that crossed the wire, whoever made them and however.
 */
export class ClosingHandshake {
  private readonly frames: Partial<Record<Direction, ClosePayload>> = {};
  private first: Direction | undefined;
  private handedOver = false;
  private terminated = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ClosingHandshakeOptions) {}

  /** Whether this end has sent a close frame, or is about to: nothing may follow it (RFC 6455 §5.5.1). */
  get isSaid(): boolean {
    return this.handedOver || this.frames.out !== undefined;
  }

  /** Whether a close frame left, and none came back. */
  get isUnanswered(): boolean {
    return this.first === 'out' && this.frames.in === undefined;
  }

  /** Whether the other end asked first. */
  get isBegunByPeer(): boolean {
    return this.first === 'in';
  }

  /** Whether the connection, now that it has ended, was cut by somebody else. */
  get isLost(): boolean {
    return this.first === undefined && !this.terminated;
  }

  /** How the connection ended, in words. */
  get text(): string {
    return closeText(this.events);
  }

  /**
   * How the connection ended, for programs.
   *
   * @param closed what `ws` gives
   */
  event(closed: CloseFacts): CloseEvent {
    return closeEvent(closed, this.events);
  }

  /** A close frame has crossed the wire. The first of each direction counts. */
  frameSeen(direction: Direction, payload: Uint8Array): void {
    this.frames[direction] ??= readClosePayload(payload);
    this.first ??= direction;
    this.startTimer();
  }

  /** This end wants to close. */
  async start(code: number | undefined, reason: string): Promise<void> {
    this.handedOver = true;
    this.startTimer();
    await this.options.sendClose(code, reason);
  }

  /**
   * The last frame has been read, a close frame or one with a fault: answers, unless this end has
   * sent a close frame by now, and ends its side (RFC 6455 §5.5.1, §7.1.7).
   */
  async finish(code: number | undefined, reason: string): Promise<void> {
    if (!this.isSaid) await this.start(code, reason);
    this.options.endSocket();
  }

  /** This end cuts the connection. */
  terminate(): void {
    this.terminated = true;
  }

  /** The connection has ended. */
  end(): void {
    clearTimeout(this.timer);
  }

  private get events(): CloseEvents {
    return { first: this.first, frames: this.frames, terminated: this.terminated };
  }

  private startTimer(): void {
    const { timeoutMs, onTimeout } = this.options;
    if (timeoutMs > 0) this.timer ??= setTimeout(onTimeout, timeoutMs);
  }
}
