import { Capture } from '../../../../src/capture/capture';
import { CaptureMemory } from '../../../../src/capture/captureMemory';
import type { ConnectionEvent } from '../../../../src/capture/connectionEvent';
import { defaultHabits } from '../../../../src/protocol/engineHabits';
import { nowUs } from '../../../../src/session/clock';
import { Connection, type ConnectionOptions } from '../../../../src/session/connection';
import type { ConnectionFacts, ConnectionState } from '../../../../src/session/connectionFacts';
import type { EngineHabits } from '../../../../src/session/engineHabits';

/** What holds unless a connection is told otherwise. */
export const usualHabits: EngineHabits = { ...defaultHabits, maskingKey: undefined };

/** A connection with a capture of its own, and a way to await what happens to it. */
export class TestConnection {
  readonly capture: Capture;
  readonly connection: Connection;
  readonly states: ConnectionState[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(url: string, options: Partial<ConnectionOptions> = {}) {
    this.capture =
      options.capture ??
      new Capture({
        memory: new CaptureMemory(256 * 1024 * 1024),
        startUs: nowUs(),
        startWallMs: Date.now(),
      });
    this.connection = new Connection({
      url,
      subprotocols: [],
      headers: {},
      acceptUntrustedCertificate: false,
      messageLimit: 100_000_000,
      handshakeTimeoutMs: 5_000,
      habits: usualHabits,
      secretNames: [],
      capture: this.capture,
      onChange: () => this.changed(),
      ...options,
    });
  }

  get facts(): ConnectionFacts {
    return this.connection.facts;
  }

  /** Dials and waits until the connection is open. */
  async open(): Promise<this> {
    this.connection.dial();
    await this.until(() => this.facts.state !== 'connecting');
    if (this.facts.state === 'closed') throw new Error(this.facts.problem?.message);
    return this;
  }

  /** Dials a connection that is not going to open, and waits for its end. */
  async fail(): Promise<ConnectionFacts> {
    this.connection.dial();
    return this.closed();
  }

  async closed(): Promise<ConnectionFacts> {
    await this.until(() => this.facts.state === 'closed');
    return this.facts;
  }

  /** Waits until `condition` holds; it is looked at after every change. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }

  /** Waits for a number of frames in both directions together. */
  untilFrames(count: number): Promise<void> {
    return this.until(() => this.frameRows().length >= count);
  }

  frameRows(): number[] {
    return this.rows().filter((row) => this.capture.frame(row));
  }

  statusTexts(): string[] {
    return this.rows().flatMap((row) => this.capture.status(row)?.text ?? []);
  }

  /** What the statuses say for programs. */
  events(): ConnectionEvent[] {
    return this.rows().flatMap((row) => this.capture.status(row)?.event ?? []);
  }

  messageText(row: number): string {
    return Buffer.from(this.capture.bytes(row, 'message', 0, 1_000_000).bytes).toString();
  }

  private rows(): number[] {
    const { first, total } = this.capture;
    return Array.from({ length: total - first }, (_, index) => first + index);
  }

  private changed(): void {
    const { state } = this.facts;
    if (this.states.at(-1) !== state) this.states.push(state);
    for (const check of this.waiting) check();
  }
}
