import type { FileAccess } from '../../src/host/draftFiles';

const refused = () => Promise.reject(new Error('There are no files.'));

/** Files where there is nobody who could choose one. */
export const noFiles: FileAccess<never> = {
  choose: () => Promise.resolve(undefined),
  nameOf: () => '',
  sizeOf: refused,
  read: refused,
};
