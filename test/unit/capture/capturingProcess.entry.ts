import { StoredFeed } from './support/storedFeed';

/** What the process has captured so far. */
export interface Reported {
  readonly folder: string;
  readonly frames: number;
  /** The machine's clock when the last of them was captured. */
  readonly timeUs: number;
}

/* A process that captures and reports until it is killed. */

const clock = () => Number(process.hrtime.bigint() / 1000n);
const feed = new StoredFeed(process.argv[2] ?? '', { clock }).status('Connecting').connect();
let frames = 0;
setInterval(() => {
  for (let more = 0; more < 25; more++) feed.text('in', `message ${frames++}`);
  const report: Reported = { folder: feed.folder, frames, timeUs: clock() };
  process.send?.(report);
}, 10);
