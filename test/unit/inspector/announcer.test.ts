import assert from 'node:assert/strict';
import { Announcer } from '../../../src/inspector/announcer';

/** An announcer that notes which state it announced, and when. */
class Notices {
  state = 0;
  readonly announced: { state: number; at: number }[] = [];
  readonly announcer: Announcer;
  private waiting: { count: number; resolve: () => void } | undefined;

  constructor(intervalMs: number) {
    this.announcer = new Announcer(() => {
      this.announced.push({ state: this.state, at: performance.now() });
      if (this.announced.length === this.waiting?.count) this.waiting.resolve();
    }, intervalMs);
  }

  change(): void {
    this.state++;
    this.announcer.changed();
  }

  async count(count: number): Promise<void> {
    if (this.announced.length >= count) return;
    await new Promise<void>((resolve) => (this.waiting = { count, resolve }));
  }
}

describe('Announcer', () => {
  it('announces the first change at once', () => {
    const notices = new Notices(1000);
    notices.change();
    assert.equal(notices.announced.length, 1);
    notices.announcer.dispose();
  });

  it('announces the changes of an interval together, at its end, in their newest state', async () => {
    const notices = new Notices(20);
    for (let change = 0; change < 50; change++) notices.change();
    assert.equal(notices.announced.length, 1);
    await notices.count(2);
    const [first, second] = notices.announced;
    assert.deepEqual([first?.state, second?.state], [1, 50]);
    assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 18, 'not before the interval is over');
    notices.announcer.dispose();
  });

  it('announces at once again after a quiet interval', async () => {
    const notices = new Notices(5);
    notices.change();
    notices.change();
    await notices.count(2);
    const longer = new Notices(40);
    longer.change();
    longer.change();
    await longer.count(2);
    longer.announcer.dispose();
    notices.change();
    assert.equal(notices.announced.length, 3);
    notices.announcer.dispose();
  });

  it('announces at once what somebody waits for, with all that was unsaid', async () => {
    const notices = new Notices(20);
    notices.change();
    notices.change();
    notices.announcer.announceNow();
    assert.deepEqual(
      notices.announced.map(({ state }) => state),
      [1, 2],
    );
    notices.change();
    assert.equal(notices.announced.length, 2);
    await notices.count(3);
    notices.announcer.dispose();
  });

  it('announces nothing after it was disposed', async () => {
    const notices = new Notices(1);
    notices.change();
    notices.change();
    notices.announcer.dispose();
    notices.change();
    notices.announcer.announceNow();
    const other = new Notices(5);
    other.change();
    other.change();
    await other.count(2);
    other.announcer.dispose();
    assert.equal(notices.announced.length, 1);
  });
});
