import assert from 'node:assert/strict';
import { DrawPace, paceMs } from '../../../src/webview/drawPace';

describe('DrawPace', () => {
  it('lets the first draw through, and the next when the pause is over', () => {
    let now = 5_000;
    const pace = new DrawPace(
      () => undefined,
      () => now,
    );
    assert.ok(pace.isDue);
    pace.drawn();
    now += paceMs - 1;
    assert.ok(!pace.isDue);
    now += 1;
    assert.ok(pace.isDue);
  });

  it('asks once for a draw that had to wait', async () => {
    const asked: number[] = [];
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      const pace = new DrawPace(() => {
        asked.push(performance.now() - begun);
        setTimeout(resolve, 20);
      });
      pace.drawn();
      pace.drawWhenDue();
      pace.drawWhenDue();
    });
    assert.equal(asked.length, 1);
    assert.ok((asked[0] ?? 0) >= paceMs - 2, `asked after ${asked[0]} ms`);
  });

  it('asks for nothing when it was drawn meanwhile', async () => {
    let asked = 0;
    const pace = new DrawPace(() => asked++);
    pace.drawn();
    pace.drawWhenDue();
    pace.drawn();
    await new Promise((resolve) => setTimeout(resolve, paceMs + 20));
    assert.equal(asked, 0);
  });
});
