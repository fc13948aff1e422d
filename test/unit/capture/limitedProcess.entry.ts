import { StoredFeed } from './support/storedFeed';

/* A process whose files may not become large goes on capturing. */

const feed = new StoredFeed(process.argv[2] ?? '', {
  onChange: () => {
    const { first, total, storageFacts } = feed.capture;
    process.stdout.write(JSON.stringify({ problem: storageFacts?.problem, kept: total - first }));
    feed.finish();
  },
}).connect();
for (let row = 0; row < 100; row++) feed.text('in', '.'.repeat(1000));
