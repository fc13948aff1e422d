import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { InspectorClientSide } from '../../src/protocol/contracts';
import { workerPort } from '../../src/host/workerPort';
import { Endpoint } from '../../src/protocol/endpoint';
import { median, printFigures } from './support/figures';

/*
 * Messages a second received through the inspector (worker, tap, decoder, store on disk), divided
 * by what plain clients receive of the same server in the same run. Interleaved, medians.
 *
 * All run in a worker thread of their own, and all are timed in it from the connection's `open` to
 * its `close`: both are events of `ws`, and the last message comes before `close`.
 */

const rounds = Number(process.env['ROUNDS'] ?? 5);

interface Load {
  readonly name: string;
  readonly size: number;
  readonly count: number;
  readonly deflate: boolean;
}

/** Each takes a bare client about a second. */
const loads: readonly Load[] = [
  { name: '64', size: 64, count: 700_000, deflate: false },
  { name: '1k', size: 1024, count: 350_000, deflate: false },
  { name: '64k', size: 65_536, count: 15_000, deflate: false },
  { name: 'Deflate', size: 1024, count: 5_000, deflate: true },
];

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));

async function bare(url: string, file?: string): Promise<number> {
  const worker = new Worker(path.join(__dirname, 'support/bareClient.entry.js'), {
    workerData: { url, file },
  });
  const [{ messages, ms }] = (await once(worker, 'message')) as [{ messages: number; ms: number }];
  await worker.terminate();
  return (messages / ms) * 1000;
}

async function ours(url: string, count: number): Promise<number> {
  const worker = new Worker('./dist/inspector.js');
  const done = new Promise<number>((resolve, reject) => {
    const endpoint = new Endpoint<InspectorClientSide>({
      port: workerPort(worker),
      handlers: {},
      notices: {
        'captures/exporting': () => {},
        'connection/changed': ({ state, traffic, openForMs, storage, rows }) => {
          if (state !== 'closed') return;
          if (openForMs === undefined) {
            reject(new Error('The connection did not open.'));
            return;
          }
          if (traffic.in.frames !== count + 1) reject(new Error(`${traffic.in.frames} frames`));
          if (storage?.problem !== undefined || rows.first > 0) reject(new Error('rows were lost'));
          void endpoint.request('connection/forget', { connection: 'bench' }).then(() => {
            endpoint.close();
            resolve((count / openForMs) * 1000);
          });
        },
      },
    });
    const settings = {
      memoryLimit: 256 * 1024 * 1024,
      messageLimit: 100 * 1024 * 1024,
      handshakeTimeoutMs: 20_000,
      secretNames: [],
      capturesFolder: process.env['MEMORY_ONLY'] ? undefined : path.join(folder, 'captures'),
    };
    const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
    void endpoint
      .request('inspector/configure', settings)
      .then(() => endpoint.request('connection/open', { connection: 'bench', dial }));
  });
  const result = await done;
  await worker.terminate();
  return result;
}

async function startServer(deflate: boolean) {
  const server = fork(
    path.join(__dirname, 'support/floodServer.entry.js'),
    deflate ? ['--deflate'] : [],
  );
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return { port, stop: () => server.disconnect() };
}

async function measure(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const { name, size, count, deflate } of loads) {
    if (process.env['ONLY'] && process.env['ONLY'] !== name) continue;
    const { port, stop } = await startServer(deflate);
    const url = `ws://127.0.0.1:${port}/?size=${size}&count=${count}`;
    const rates = { bare: [] as number[], kept: [] as number[], ours: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      rates.bare.push(await bare(url));
      rates.ours.push(await ours(url, count));
      rates.kept.push(await bare(url, path.join(folder, 'by hand')));
      rmSync(path.join(folder, 'captures'), { recursive: true, force: true });
    }
    stop();
    console.error(
      name,
      Object.entries(rates).map(([key, r]) => `${key} ${Math.round(median(r))}`),
    );
    figures[`ratio${name}`] = median(rates.ours) / median(rates.bare);
    if (name !== 'Deflate') figures[`keep${name}`] = median(rates.ours) / median(rates.kept);
  }
  return figures;
}

async function main(): Promise<void> {
  printFigures('capture', await measure());
  rmSync(folder, { recursive: true, force: true });
}

void main();
