import assert from 'node:assert/strict';
import { describeFailure } from '../../../src/host/failure';

describe('describeFailure', () => {
  it('tells the kind of an error and where it happened, not what it quotes', () => {
    const description = describeFailure(new TypeError('bad ws://user:secret@host/\nsecret'));
    assert.match(description, /^TypeError\n\s+at /);
    assert.doesNotMatch(description, /secret/);
  });

  it('says as much of what is no error', () => {
    assert.equal(describeFailure('secret'), 'unknown error');
  });
});
