import { readFileSync } from 'node:fs';
import type { Owner } from './captureFormat';

/** The process that this code runs in. */
export function thisOwner(): Owner {
  return { pid: process.pid, born: bornOf(process.pid) };
}

/** Whether the process lives that wrote this; another one with the same id is not taken for it. */
export function isAlive({ pid, born }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not being allowed to signal a process means that there is one.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = bornOf(pid);
  return born === '' || now === '' || now === born;
}

/**
 * When a process began: on Linux the clock ticks from the machine's start to it (proc(5), field 22
 * of `stat`), with the machine's start; elsewhere empty, which means that it is not known.
 */
function bornOf(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The second field, the program's name, may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${fields[19] ?? ''} ${boot}`;
  } catch {
    return '';
  }
}
