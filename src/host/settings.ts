import type { InspectorSettings } from '../protocol/inspectorProtocol';
import { settings as ids } from './ids';

const megabyte = 1_000_000;
const megabytesPerGigabyte = 1000;
const millisecondsPerSecond = 1000;

/** What the settings mean, in the units of the code. */
export interface Settings {
  readonly inspector: Omit<InspectorSettings, 'capturesFolder'>;
  /** TCP port that the playground server tries first; 0 asks for any free one. */
  readonly serverPort: number;
  /** Origins of web pages that may connect to the playground server besides local ones. */
  readonly allowedOrigins: readonly string[];
}

/** What a setting is when it is missing or not of its type; the manifest declares the same. */
export const defaults = {
  /** Megabytes. */
  memoryLimit: 256,
  /** Gigabytes. */
  retentionSize: 10,
  retentionDays: 30,
  /** Megabytes. */
  messageSize: 100,
  /** Seconds. */
  handshakeTimeout: 20,
  serverPort: 6455,
} as const;

/** Least memory limit in megabytes: below it not even one large message fits. */
export const leastMemoryLimit = 1;

/**
 * Reads all settings. A settings file may hold anything, so each value is checked.
 *
 * @param get reads one setting of the section `socketPlayground`
 */
export function readSettings(get: (id: string) => unknown): Settings {
  const atLeast = (id: string, least: number, otherwise: number) => {
    const value = get(id);
    return typeof value === 'number' && value >= least ? value : otherwise;
  };
  return {
    inspector: {
      memoryLimit: bytesIn(atLeast(ids.memoryLimit, leastMemoryLimit, defaults.memoryLimit)),
      messageLimit: bytesIn(atLeast(ids.messageSize, 0, defaults.messageSize)),
      handshakeTimeoutMs: Math.round(
        atLeast(ids.handshakeTimeout, 0, defaults.handshakeTimeout) * millisecondsPerSecond,
      ),
      secretNames: namesIn(get(ids.secretNames)),
      retention: {
        bytes: bytesIn(
          atLeast(ids.retentionSize, 0, defaults.retentionSize) * megabytesPerGigabyte,
        ),
        days: atLeast(ids.retentionDays, 0, defaults.retentionDays),
      },
    },
    serverPort: portIn(get(ids.serverPort)),
    allowedOrigins: namesIn(get(ids.allowedOrigins)),
  };
}

function bytesIn(megabytes: number): number {
  return Math.round(megabytes * megabyte);
}

function namesIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
}

function portIn(value: unknown): number {
  const isPort = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff;
  return isPort ? Number(value) : defaults.serverPort;
}
