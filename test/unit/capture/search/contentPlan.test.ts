import assert from 'node:assert/strict';
import { longestContent } from '../../../../src/capture/filter/rowSlice';
import { ContentPlan } from '../../../../src/capture/search/contentPlan';

describe('ContentPlan', () => {
  it('spans the contents that it was given', () => {
    const plan = new ContentPlan('in.bytes');
    assert.deepEqual([plan.from, plan.length], [0, 0]);
    plan.add(3, 2 ** 40, 5);
    plan.add(7, 2 ** 40 + 10, 20);
    assert.deepEqual([plan.from, plan.length], [2 ** 40, 30]);
    const bytes = new Uint8Array(30);
    const block = plan.block(bytes);
    assert.equal(block.bytes, bytes);
    assert.deepEqual([...block.rows], [3, 7]);
    assert.deepEqual([...block.starts], [0, 10]);
    assert.deepEqual([...block.ends], [5, 30]);
    plan.clear();
    plan.add(0, 0, 1);
    assert.equal(plan.length, 1);
    assert.deepEqual([...block.rows], [3, 7], 'what was made before stays');
  });

  it('takes the beginning of what is too long, and counts it', () => {
    const plan = new ContentPlan('out.inflated');
    plan.add(0, 0, longestContent);
    assert.equal(plan.partly, 0);
    plan.add(1, longestContent, longestContent + 1);
    assert.equal(plan.partly, 1);
    assert.equal(plan.length, 2 * longestContent);
    plan.clear();
    assert.equal(plan.partly, 0);
  });
});
