import assert from 'node:assert/strict';
import { hiddenSecrets, maskSecrets } from '../../../src/wire/knownSecrets';
import { maskHead, maskUrl } from '../../../src/wire/secretMask';

function secretsOfUrl(url: string): string[] {
  return hiddenSecrets(url, maskUrl(url, ['key']));
}

function secretsOfField(field: string): string[] {
  const head = `GET / HTTP/1.1\r\nHost: host\r\n${field}\r\n\r\n`;
  return hiddenSecrets(head, maskHead(head, ['x-key']));
}

describe('known secrets', () => {
  it('are those that masking hid in a URL, encoded and decoded', () => {
    assert.deepEqual(secretsOfUrl('ws://alice:p%40ss@host/?key=first&x=second'), [
      'alice',
      'p%40ss',
      'p@ss',
      'first',
    ]);
  });

  it('are those that masking hid in a head, and the parts that stand for themselves', () => {
    assert.deepEqual(secretsOfField('Authorization: Basic dXNlcg=='), [
      'Basic dXNlcg==',
      'dXNlcg==',
    ]);
    assert.ok(secretsOfField('Cookie: theme=dark; sid="opaque"').includes('opaque'));
    assert.deepEqual(secretsOfField('X-Key: 12*45678'), ['12*45678']);
  });

  it('are none where nothing was hidden', () => {
    assert.deepEqual(secretsOfUrl('ws://****:****@host/?key=****'), []);
    assert.deepEqual(secretsOfField('Accept: */*'), []);
  });

  it('are not looked for when they are too short to tell from ordinary words', () => {
    assert.deepEqual(secretsOfUrl('ws://me:a@host/'), []);
  });

  it('are replaced by as many asterisks wherever they stand', () => {
    const secrets = ['word', 'password'];
    assert.equal(
      maskSecrets('password, word, sword; work', secrets),
      '********, ****, s****; work',
    );
  });
});
