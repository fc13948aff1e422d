import type { InspectedConnection } from '../inspector/inspectedConnection';
import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { RowSource } from './rowSource';

/** Bytes of memory that rows may take which are not printed yet, before reading pauses. */
export const mostUnprinted = 32 * 1024 * 1024;

export interface FollowerOptions {
  readonly connection: Pick<InspectedConnection, 'letGo' | 'followerBehind'>;
  readonly rows: RowSource;
  /** Resolves when the text has left. */
  readonly write: (text: string) => Promise<void>;
  /** Called with how many rows the memory limit took before they were printed. */
  readonly onLost: (rows: number) => void;
}

/**
 * Prints the rows of a connection as they come. It is told of each newest snapshot and pulls what
 * has come since; what is printed is let go. A reader who is slow, or pauses, thereby slows the
 * other end down and loses nothing.
 */
export class Follower {
  private newest: ConnectionSnapshot | undefined;
  private wake = () => {};
  private printed = 0;
  private behind = false;

  constructor(private readonly options: FollowerOptions) {}

  /** Takes the newest snapshot. */
  told(snapshot: ConnectionSnapshot): void {
    this.newest = snapshot;
    const { rows, memory } = snapshot;
    if (rows.total > this.printed && memory.used > mostUnprinted) this.setBehind(true);
    this.wake();
  }

  /** Prints until the connection has ended; gives its last snapshot. */
  async run(): Promise<ConnectionSnapshot> {
    for (;;) {
      const snapshot = await this.next();
      await this.print(snapshot);
      if (snapshot.state === 'closed') return snapshot;
    }
  }

  private async print({ rows }: ConnectionSnapshot): Promise<void> {
    if (rows.first > this.printed) this.options.onLost(rows.first - this.printed);
    for await (const text of this.options.rows(this.printed, rows.total)) {
      await this.options.write(text);
    }
    this.printed = rows.total;
    this.options.connection.letGo(this.printed);
    this.setBehind(false);
  }

  private async next(): Promise<ConnectionSnapshot> {
    for (;;) {
      const { newest } = this;
      this.newest = undefined;
      if (newest) return newest;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private setBehind(behind: boolean): void {
    if (behind === this.behind) return;
    this.behind = behind;
    this.options.connection.followerBehind(behind);
  }
}
