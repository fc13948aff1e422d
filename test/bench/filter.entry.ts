import { fork, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { InspectorClientSide } from '../../src/protocol/contracts';
import { workerPort } from '../../src/host/workerPort';
import type { ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import { Endpoint } from '../../src/protocol/endpoint';
import { defaultSettings } from '../../src/inspector/inspector';
import { encodeFrame } from '../support/encodeFrame';
import { StoredFeed } from '../unit/capture/support/storedFeed';
import { median, printFigures, type Figures } from './support/figures';
import type { CountedLines, LinesToCount } from './support/ripgrep.entry';

/*
 * The time to find all rows of a stored capture of a million frames that contain a literal, from
 * `filter/set` until the inspector has told that all rows are searched, divided by the time that
 * ripgrep takes to count them in the same capture exported as one message a line, its start
 * included. Both run warm: each search is made once before it is measured.
 */

const rounds = Number(process.env['ROUNDS'] ?? 7);
const frames = 1_000_000;
const messageBytes = 64;
const framesAtATime = 1000;
const connection = 'bench';

/** What is searched for, and in how many of the messages it stands. */
const literals = [
  { name: 'Rare', text: '"type":"halt"', share: 0 },
  { name: 'Common', text: '"type":"trade"', share: 0.01 },
  { name: 'All', text: '"price":', share: 1 },
] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
const captures = path.join(folder, 'captures');
const lines = path.join(folder, 'lines');

/** JSON of exactly 64 bytes, as a feed of prices would send it; one in a hundred is a trade. */
function message(index: number): Buffer {
  const type = index % 100 === 37 ? 'trade' : 'quote';
  const price = (100 + ((index * 7919) % 90_000) / 100).toFixed(2);
  const start = `{"type":"${type}","count":${index},"price":${price},"symbol":"`;
  return Buffer.from(`${start}${'ABCD'.repeat(9)}`.slice(0, messageBytes - 2) + '"}');
}

/** Writes a capture to disk and tells its name. */
function store(): string {
  const feed = new StoredFeed(captures).connect();
  for (let from = 0; from < frames; from += framesAtATime) {
    const chunk = Array.from({ length: framesAtATime }, (_, index) =>
      encodeFrame({ opcode: 1, payload: message(from + index) }),
    );
    feed.push('in', Buffer.concat(chunk));
  }
  feed.disconnect().finish();
  return path.basename(feed.folder);
}

/** The inspector as it ships, and what it told last. */
class ShippedInspector {
  private readonly worker = new Worker('./dist/inspector.js');
  private readonly news = new EventEmitter();
  private newest: ConnectionSnapshot | undefined;
  private readonly endpoint = new Endpoint<InspectorClientSide>({
    port: workerPort(this.worker),
    handlers: {},
    notices: {
      'captures/exporting': () => {},
      'connection/changed': (snapshot) => {
        this.newest = snapshot;
        this.news.emit('snapshot');
      },
    },
  });

  /** Opens a capture and exports its messages, one a line. */
  async open(capture: string): Promise<void> {
    await this.endpoint.request('inspector/configure', {
      ...defaultSettings,
      capturesFolder: captures,
    });
    this.newest = await this.endpoint.request('captures/open', { connection, capture });
    const order = { connection, file: lines, format: 'lines', from: 0, to: frames } as const;
    await this.endpoint.request('captures/export', order, { timeLimitMs: 120_000 });
    await this.endpoint.request('rows/read', { connection, generation: 0, start: 0, count: 100 });
  }

  /** Searches all rows; tells how many match, and how many milliseconds that took. */
  async search(text: string): Promise<{ count: number; ms: number }> {
    const before = this.newest?.rows.generation ?? 0;
    const start = performance.now();
    void this.endpoint.request('filter/set', { connection, text });
    for (;;) {
      await once(this.news, 'snapshot');
      const { rows, filter } = this.newest ?? {};
      if (!rows || !filter || rows.generation <= before) continue;
      if (filter.problem !== undefined) throw new Error(filter.problem);
      if (filter.searched === frames) {
        return { count: filter.matching, ms: performance.now() - start };
      }
    }
  }

  async end(): Promise<void> {
    this.endpoint.close();
    await this.worker.terminate();
  }
}

/** Lets ripgrep count lines in a process that is small. */
class Ripgrep {
  private readonly child = fork(path.join(__dirname, 'support/ripgrep.entry.js'));

  async count(text: string): Promise<CountedLines> {
    const order: LinesToCount = { text, file: lines };
    this.child.send(order);
    const [counted] = (await once(this.child, 'message')) as [CountedLines];
    return counted;
  }

  end(): void {
    this.child.disconnect();
  }
}

async function compare(inspector: ShippedInspector, ripgrep: Ripgrep): Promise<Figures> {
  const times = literals.map(() => ({ ours: [] as number[], theirs: [] as number[] }));
  // The round before the first one warms both up.
  for (let round = -1; round < rounds; round++) {
    for (const [index, { name, text, share }] of literals.entries()) {
      const theirs = await ripgrep.count(text);
      const ours = await inspector.search(`"${text.replaceAll('"', '\\"')}"`);
      if (ours.count !== theirs.count || ours.count !== share * frames) {
        throw new Error(`${name}: we found ${ours.count} rows, ripgrep ${theirs.count}`);
      }
      if (round < 0) continue;
      times[index]?.ours.push(ours.ms);
      times[index]?.theirs.push(theirs.ms);
    }
  }
  const figures: Record<string, number> = {};
  for (const [index, { name }] of literals.entries()) {
    const { ours = [], theirs = [] } = times[index] ?? {};
    const shown = [ours, theirs].map((ms) => ms.map((one) => one.toFixed(1)).join(' '));
    console.error(`${name}: ours ${shown[0]} ms, ripgrep ${shown[1]} ms`);
    figures[`ratio${name}`] = median(ours) / median(theirs);
  }
  return figures;
}

async function main(): Promise<void> {
  if (spawnSync('rg', ['--version']).status !== 0) {
    throw new Error('The filter is measured against ripgrep: sudo apt-get install ripgrep');
  }
  const inspector = new ShippedInspector();
  const ripgrep = new Ripgrep();
  try {
    await inspector.open(store());
    printFigures('filter', await compare(inspector, ripgrep));
  } finally {
    ripgrep.end();
    await inspector.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
