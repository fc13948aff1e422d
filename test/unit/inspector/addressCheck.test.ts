import assert from 'node:assert/strict';
import { checkAndMask } from '../../../src/inspector/addressCheck';

function secretsOf(url: string): string {
  const checked = checkAndMask(url, ['token']);
  assert.ok(checked.ok);
  return checked.secrets;
}

describe('checkAndMask', () => {
  it('gives an address without secrets in its normal form', () => {
    const url = 'ws://localhost:8080/';
    assert.deepEqual(checkAndMask(' WS://LOCALHOST:8080 ', []), {
      ok: true,
      url,
      masked: url,
      secrets: 'none',
    });
  });

  it('masks what is secret', () => {
    const url = 'wss://me:pw@host/?token=abc&x=1';
    assert.deepEqual(checkAndMask(url, ['token']), {
      ok: true,
      url,
      masked: 'wss://**:**@host/?token=***&x=1',
      secrets: 'given',
    });
  });

  it('knows asterisks that stand for a secret from others', () => {
    assert.equal(secretsOf('ws://host/?token=***'), 'masked');
    assert.equal(secretsOf('ws://**:**@host/'), 'masked');
    assert.equal(secretsOf('ws://host/*?x=***'), 'none');
    assert.equal(secretsOf('ws://host/?token='), 'none');
  });

  it('says what is wrong with an address', () => {
    const checked = checkAndMask('http://host', []);
    assert.ok(!checked.ok);
    assert.match(checked.message, /ws:\/\//);
  });
});
