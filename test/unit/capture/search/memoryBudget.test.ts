import assert from 'node:assert/strict';
import { MemoryBudget } from '../../../../src/capture/search/memoryBudget';

describe('MemoryBudget', () => {
  it('gives what it has, and again what is given back', () => {
    const budget = new MemoryBudget(100);
    assert.equal(budget.take(60), true);
    assert.equal(budget.take(41), false);
    assert.equal(budget.take(40), true);
    assert.equal(budget.take(1), false);
    budget.giveBack(60);
    assert.equal(budget.take(60), true);
  });
});
