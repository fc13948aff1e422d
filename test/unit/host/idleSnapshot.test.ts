import assert from 'node:assert/strict';
import { idleSnapshot } from '../../../src/host/idleSnapshot';

describe('idleSnapshot', () => {
  it('is a connection that never was, with what the user must know', () => {
    const problem = { code: 'inspector-ended', message: 'It ended.', detail: undefined };
    const snapshot = idleSnapshot('connection-1', 1024, problem);
    assert.equal(snapshot.connection, 'connection-1');
    assert.equal(snapshot.state, 'idle');
    assert.deepEqual(snapshot.rows, { generation: 0, total: 0, first: 0 });
    assert.deepEqual(snapshot.memory, { used: 0, limit: 1024 });
    assert.deepEqual(snapshot.problem, problem);
  });
});
