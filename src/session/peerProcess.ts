import { opendir, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { SocketAddress } from '../capture/connectionEvent';
import type { ProcessFacts } from './connectionFacts';

/** File descriptors that one search looks at, at most. */
const mostDescriptors = 200_000;
/** File descriptors that are looked at together, so that other file work gets its turn. */
const descriptorsAtOnce = 64;

/** The process at the other end, or why it is not known, in words for the user. */
export type PeerProcess =
  | { readonly process: ProcessFacts; readonly processUnknown: undefined }
  | { readonly process: undefined; readonly processUnknown: string };

/** The process that runs this code. */
export function thisProcess(): ProcessFacts {
  return { pid: process.pid, name: path.basename(process.execPath) };
}

/**
 * Looks for the process that holds the other end of a TCP connection. That is possible on this
 * machine only, on Linux, and for the user's own processes (proc(5): `/proc/net/tcp`,
 * `/proc/PID/fd`). Never rejects.
 *
 * @param here this end of the connection
 * @param there the other end
 */
export async function findPeerProcess(
  here: SocketAddress,
  there: SocketAddress,
): Promise<PeerProcess> {
  if (!isSameMachine(here, there)) return unknown('On another system.');
  if (process.platform !== 'linux') return unknown('Not known on this operating system.');
  try {
    return await findOnLinux(here, there);
  } catch {
    return unknown('The operating system does not tell.');
  }
}

/** A connection to one's own address never leaves the machine. */
function isSameMachine(here: SocketAddress, there: SocketAddress): boolean {
  return here.address === there.address || isLoopback(there.address);
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

async function findOnLinux(here: SocketAddress, there: SocketAddress): Promise<PeerProcess> {
  const socket = await findSocket(here, there);
  if (socket === undefined) return unknown('Not on this system, or in another container.');
  const pid = await findOwner(socket.inode);
  if (pid !== undefined) {
    return { process: { pid, name: await programName(pid) }, processUnknown: undefined };
  }
  const foreign = socket.user !== process.geteuid?.();
  return unknown(foreign ? 'Belongs to another user.' : 'Not found among the processes.');
}

function unknown(reason: string): PeerProcess {
  return { process: undefined, processUnknown: reason };
}

interface ListedSocket {
  readonly inode: number;
  /** The id of the user that it belongs to. */
  readonly user: number;
}

/** Finds the other end's socket: the one whose local address is `there` and remote is `here`. */
async function findSocket(
  here: SocketAddress,
  there: SocketAddress,
): Promise<ListedSocket | undefined> {
  // An IPv4 connection stands in tcp6 when the other end listens on IPv6 as well.
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'];
  const texts = await Promise.all(tables.map((table) => readFile(table, 'utf8').catch(() => '')));
  const ends = new Set(
    addressForms(there.address).flatMap((local) =>
      addressForms(here.address).map(
        (remote) => `${local}:${hexPort(there.port)} ${remote}:${hexPort(here.port)}`,
      ),
    ),
  );
  for (const line of texts.join('\n').split('\n')) {
    const [, local, remote, , , , , user, , inode] = line.trim().split(/\s+/);
    if (ends.has(`${local} ${remote}`)) return { inode: Number(inode), user: Number(user) };
  }
  return undefined;
}

/** The forms in which the kernel lists an address: words in hex, in the machine's byte order. */
function addressForms(address: string): string[] {
  if (address.includes(':')) return [hexWords(ipv6Bytes(address))];
  const ipv4 = address.split('.').map(Number);
  const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...ipv4];
  return [hexWords(ipv4), hexWords(mapped)];
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

function hexWords(bytes: readonly number[]): string {
  const words = new Uint32Array(Uint8Array.from(bytes).buffer);
  return Array.from(words, (word) => word.toString(16).toUpperCase().padStart(8, '0')).join('');
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/** The 16 bytes of an IPv6 address (RFC 4291 §2.2) as sockets report it. */
function ipv6Bytes(address: string): number[] {
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >>> 8, value & 0xff];
  });
}

async function findOwner(inode: number): Promise<number | undefined> {
  const wanted = `socket:[${inode}]`;
  let left = mostDescriptors;
  for await (const { name } of await opendir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const descriptors = await descriptorsOf(name);
    for (let at = 0; at < descriptors.length; at += descriptorsAtOnce) {
      const links = await readLinks(descriptors.slice(at, at + descriptorsAtOnce));
      if (links.includes(wanted)) return Number(name);
    }
    left -= descriptors.length;
    if (left <= 0) return undefined;
  }
  return undefined;
}

/** None for a process that has gone or belongs to another user. */
async function descriptorsOf(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => `${folder}/${name}`);
}

function readLinks(links: readonly string[]): Promise<string[]> {
  return Promise.all(links.map((link) => readlink(link).catch(() => '')));
}

/** The program file's name; a process whose program cannot be read has at least a short name. */
async function programName(pid: number): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => undefined);
  // Linux adds this to the name when the file has been replaced since the start.
  if (program !== undefined) return path.basename(program).replace(/ \(deleted\)$/, '');
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
}
