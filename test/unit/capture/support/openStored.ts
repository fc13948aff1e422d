import { CaptureMemory } from '../../../../src/capture/captureMemory';
import {
  openCapture,
  type OpenCaptureOptions,
  type OpenedCapture,
} from '../../../../src/capture/openCapture';

/** Opens the capture in a folder, which nobody writes and which nobody gives up opening. */
export function openStored(
  folder: string,
  options: Partial<OpenCaptureOptions> = {},
): Promise<OpenedCapture> {
  const { signal } = new AbortController();
  const all = {
    memory: new CaptureMemory(1e9),
    beingWritten: false,
    onChange: () => {},
    signal,
    ...options,
  };
  return openCapture(folder, all);
}
