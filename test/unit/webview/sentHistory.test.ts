import assert from 'node:assert/strict';
import { SentHistory } from '../../../src/webview/sentHistory';
import { emptyComposer } from '../../../src/webview/composerState';

const composer = (message: string) => ({ ...emptyComposer, message });

describe('SentHistory', () => {
  it('walks back to the oldest and forth to what was being typed', () => {
    const history = new SentHistory();
    const sent = [composer('a'), composer('b')];
    const typed = composer('typed');
    assert.equal(history.walk(sent, typed, -1), sent[1]);
    assert.equal(history.walk(sent, composer('b'), -1), sent[0]);
    assert.equal(history.walk(sent, composer('a'), -1), undefined);
    assert.equal(history.walk(sent, composer('a'), 1), sent[1]);
    assert.equal(history.walk(sent, composer('b'), 1), typed);
    assert.equal(history.walk(sent, typed, 1), undefined);
  });

  it('begins at the newest again after typing', () => {
    const history = new SentHistory();
    const sent = [composer('a'), composer('b')];
    history.walk(sent, composer(''), -1);
    history.reset();
    assert.equal(history.walk(sent, composer('x'), -1), sent[1]);
  });
});
