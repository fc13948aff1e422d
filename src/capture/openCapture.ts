import { setImmediate } from 'node:timers/promises';
import type { Capture } from './capture';
import { CaptureFiles } from './captureFiles';
import type { CaptureHead } from './captureFormat';
import type { CaptureMemory } from './captureMemory';
import { captureOf, findCapture, isWhole } from './foundCapture';
import { repairCapture } from './repairCapture';

export interface OpenCaptureOptions {
  /** What the capture shares with others. */
  readonly memory: CaptureMemory;
  /** True for a capture that somebody is writing: its files are left as they are. */
  readonly beingWritten: boolean;
  /** Called when the state of the storage has changed, or rows went to make room for others. */
  readonly onChange: () => void;
  /** Gives the opening up: the reason of the signal is thrown. */
  readonly signal: AbortSignal;
}

export interface OpenedCapture {
  readonly capture: Capture;
  readonly head: CaptureHead;
  /** What was repaired, now or when it was opened before, in words; empty if nothing. */
  readonly repaired: string;
}

/**
 * Opens a stored capture. Of one that is whole, only the index is checked; another one is repaired.
 * Either is done in slices, so that whatever else the thread has to do goes on.
 *
 * @throws CaptureFormatError with one sentence for the user
 */
export async function openCapture(
  folder: string,
  options: OpenCaptureOptions,
): Promise<OpenedCapture> {
  const files = new CaptureFiles(folder);
  const pause = async () => {
    await setImmediate();
    options.signal.throwIfAborted();
  };
  try {
    const found = await findCapture(folder, files, pause);
    const { head, journal } = found;
    const before = journal.repaired.join(' ');
    if (isWhole(found)) {
      const { memory, onChange } = options;
      const { capture } = captureOf(found, { mode: 'read', memory, onChange });
      return { capture, head, repaired: before };
    }
    const { capture, text } = await repairCapture(found, files, options, pause);
    return { capture, head, repaired: [before, text].filter((part) => part !== '').join(' ') };
  } finally {
    files.close();
  }
}
