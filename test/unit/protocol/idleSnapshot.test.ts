import assert from 'node:assert/strict';
import { idleSnapshot } from '../../../src/protocol/idleSnapshot';

describe('idleSnapshot', () => {
  it('has no rows, no ends and no traffic', () => {
    const snapshot = idleSnapshot('panel-1', 1000);
    assert.equal(snapshot.state, 'idle');
    assert.equal(snapshot.connection, 'panel-1');
    assert.deepEqual(snapshot.rows, { generation: 0, total: 0, first: 0 });
    assert.deepEqual(snapshot.memory, { used: 0, limit: 1000 });
    assert.equal(snapshot.otherEnd.socket, undefined);
    assert.equal(snapshot.problem, undefined);
  });

  it('says why a connection is gone', () => {
    const problem = { code: 'inspector-ended', message: 'It ended.', detail: undefined };
    assert.equal(idleSnapshot('panel-1', 1000, problem).problem, problem);
  });
});
