import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readBeyond, wantedRows } from '../../../src/webview/wantedRows';

const mostPainted = 40;

function rows(total: number, first = 0) {
  return { generation: 1, total, first };
}

describe('the rows to read', () => {
  it('are those that are painted, and with them some around', () => {
    const wanted = wantedRows({
      announced: rows(1_000, 100),
      laidOut: rows(1_000, 100),
      painted: { start: 200, end: 230 },
      followsEnd: false,
      mostPainted,
    });
    assert.deepEqual(wanted, {
      needed: { start: 300, count: 30 },
      along: { start: 300 - readBeyond, count: 30 + 2 * readBeyond },
    });
  });

  it('are the newest ones while the end is followed, whatever is painted', () => {
    const { needed } = wantedRows({
      announced: rows(90_000),
      laidOut: rows(1_000),
      painted: { start: 960, end: 1_000 },
      followsEnd: true,
      mostPainted,
    });
    assert.deepEqual(needed, { start: 90_000 - mostPainted, count: mostPainted });
  });

  it('are rows that there are, and those around hold those that are needed', () => {
    const count = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(count, count, count, fc.boolean(), (total, gone, start, followsEnd) => {
        const announced = rows(total, Math.min(gone, total));
        const painted = { start, end: start + 30 };
        const { needed, along } = wantedRows({
          announced,
          laidOut: announced,
          painted,
          followsEnd,
          mostPainted,
        });
        for (const span of [needed, along]) {
          assert.ok(span.count >= 0 && span.start >= announced.first);
          assert.ok(span.count === 0 || span.start + span.count <= total);
        }
        assert.ok(along.start <= needed.start && along.count >= needed.count);
      }),
    );
  });
});
