import { readdir } from 'node:fs/promises';
import type { CaptureId } from '../protocol/connectionSnapshot';
import type { StoredCapture } from '../protocol/inspectorProtocol';
import { removedSentence } from './captureText';
import { describeFailure } from './failure';
import type { InspectorClient } from './inspectorClient';
import type { Log } from './log';

export interface StoredCapturesOptions {
  /** Where the captures are. */
  readonly folder: string;
  readonly inspector: Pick<InspectorClient, 'request'>;
  /** Shows a sentence to the user. */
  readonly say: (sentence: string) => void;
  readonly log: Log;
}

/** The captures on disk, asked for through the inspector, which alone reads and deletes them. */
export class StoredCaptures {
  constructor(private readonly options: StoredCapturesOptions) {}

  /** The newest first. */
  list(): Promise<readonly StoredCapture[]> {
    return this.options.inspector.request('captures/list', null);
  }

  /** @throws RequestError `capture-in-use` while somebody writes or shows it. */
  async delete(capture: CaptureId): Promise<void> {
    await this.options.inspector.request('captures/delete', { capture });
  }

  /** Whether there is anything at all. Costs no inspector: a window that starts asks this. */
  async isEmpty(): Promise<boolean> {
    try {
      return (await readdir(this.options.folder)).length === 0;
    } catch {
      // No folder yet, since nothing was captured yet.
      return true;
    }
  }

  /** Deletes what the retention limits do not allow, and says so. */
  async tidy(): Promise<void> {
    const { inspector, say, log } = this.options;
    try {
      const removed = await inspector.request('captures/tidy', null);
      if (removed.length === 0) return;
      for (const { capture, url } of removed) log.info(`Deleted capture ${capture} of ${url}.`);
      say(removedSentence(removed));
    } catch (error) {
      log.error(`Stored captures were not tidied: ${describeFailure(error)}`);
    }
  }
}
