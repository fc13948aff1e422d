import { Pressure } from './pressure';

/** The part of the limit that may wait to be written before whoever brings it has to pause. */
const waitingPart = 0.5;

/** Who holds memory that can be given up. */
export interface MemoryHolder {
  /** Bytes that it holds. */
  readonly memoryUsed: number;
  /** Lets the oldest of what it holds go; false if nothing more of it may go. */
  giveOldest(): boolean;
  /** Called when it had to give since another holder grew, or since the limit became lower. */
  gaveWay(): void;
}

/** What one of those who share the memory says of itself. */
export interface MemoryShare {
  /** Says how many bytes it holds now. */
  set(bytes: number): void;
  /** It holds nothing any more, and will not again. */
  end(): void;
}

interface Keeper {
  readonly holder: MemoryHolder;
  used: number;
  /** Nothing more of it may go until it says again what it holds. */
  spent: boolean;
}

/**
 * The memory that all captures of an inspector share. What is in memory only is kept up to the
 * limit. Beyond it, the capture that holds the most gives way first, so that a busy connection does
 * not push out the little that a quiet one has. What waits to be written is counted too, but never
 * given up: when it takes half of the limit, all who bring more have to pause.
 */
export class CaptureMemory {
  private readonly keepers = new Set<Keeper>();
  private readonly writers = new Set<() => void>();
  private readonly pressure: Pressure;
  private kept = 0;
  private waiting = 0;

  /** @param bytes that captures may hold together */
  constructor(private bytes: number) {
    this.pressure = new Pressure(bytes * waitingPart, () => {
      for (const onPressure of this.writers) onPressure();
    });
  }

  /** Bytes that captures may hold together. */
  get limit(): number {
    return this.bytes;
  }

  set limit(bytes: number) {
    this.bytes = bytes;
    this.pressure.most = bytes * waitingPart;
    this.makeRoom();
  }

  /** Bytes that captures hold together. */
  get used(): number {
    return this.kept + this.waiting;
  }

  /** True while so much waits to be written that nobody may bring more. */
  get underPressure(): boolean {
    return this.pressure.tooMuch;
  }

  /** A share for what is kept in memory. */
  keep(holder: MemoryHolder): MemoryShare {
    const keeper: Keeper = { holder, used: 0, spent: false };
    this.keepers.add(keeper);
    return {
      set: (bytes) => {
        // What comes after the end, such as how a connection closed, is not kept for anybody.
        if (!this.keepers.has(keeper)) return;
        keeper.spent = false;
        this.setUsed(keeper, bytes);
        this.makeRoom(keeper);
      },
      end: () => {
        this.setUsed(keeper, 0);
        this.keepers.delete(keeper);
      },
    };
  }

  /**
   * A share for what waits to be written.
   *
   * @param onPressure called when too much waits in all, and when that is over
   */
  lend(onPressure: () => void): MemoryShare {
    let lent = 0;
    const set = (bytes: number) => {
      this.waiting += bytes - lent;
      lent = bytes;
      this.pressure.set(this.waiting);
      this.makeRoom();
    };
    this.writers.add(onPressure);
    return {
      set: (bytes) => {
        if (this.writers.has(onPressure)) set(bytes);
      },
      end: () => {
        this.writers.delete(onPressure);
        set(0);
      },
    };
  }

  private setUsed(keeper: Keeper, bytes: number): void {
    this.kept += bytes - keeper.used;
    keeper.used = bytes;
  }

  /** @param growing the one that needs it, and knows what it gives */
  private makeRoom(growing?: Keeper): void {
    let gaveWay: Set<MemoryHolder> | undefined;
    while (this.used > this.bytes) {
      const most = this.holdsMost();
      if (!most) break;
      most.spent = !most.holder.giveOldest();
      this.setUsed(most, most.holder.memoryUsed);
      if (most !== growing && !most.spent) gaveWay = (gaveWay ?? new Set()).add(most.holder);
    }
    gaveWay?.forEach((holder) => holder.gaveWay());
  }

  private holdsMost(): Keeper | undefined {
    let most: Keeper | undefined;
    for (const keeper of this.keepers) {
      if (!keeper.spent && keeper.used > (most?.used ?? 0)) most = keeper;
    }
    return most;
  }
}
