import type { Port } from '../protocol/port';

/** The place in VS Code that a panel has, as far as the panel knows of it. */
export interface PanelWindow {
  /** The channel to the panel's document. */
  readonly port: Port;
  /** Whether the user is in it. */
  readonly active: boolean;
  title: string;
  /** The tab shows two ends: joined, or apart. */
  showJoined(joined: boolean): void;
  /** Loads the panel's document anew. `name` sets it apart from the one before. */
  load(name: string): void;
  reveal(): void;
  dispose(): void;
  onDidDispose(listener: () => void): void;
}
