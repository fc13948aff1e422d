import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes it away, with all that is on it. */
  readonly remove: () => void;
}

export interface SmallDiskOptions {
  /** Bytes that it has room for. */
  readonly size: number;
  readonly readOnly?: boolean;
}

/** Mounts a disk, where that is allowed; `undefined` where it is not. */
export function mountSmallDisk({ size, readOnly }: SmallDiskOptions): SmallDisk | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'small-disk-'));
  const owner = process.getuid ? `,uid=${process.getuid()}` : '';
  const options = `size=${size},mode=700${owner}${readOnly ? ',ro' : ''}`;
  if (!asRoot('mount', '-t', 'tmpfs', '-o', options, 'small-disk', folder)) {
    rmdirSync(folder);
    return undefined;
  }
  return {
    folder,
    remove: () => {
      // What lies open on it may be let go a moment later.
      asRoot('umount', '-l', folder);
      rmdirSync(folder);
    },
  };
}

function asRoot(...command: readonly [string, ...string[]]): boolean {
  const [program, ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  try {
    execFileSync(program, rest, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
