import assert from 'node:assert/strict';
import { AddressBook } from '../../../src/host/addressBook';
import { History, historyLimit } from '../../../src/host/history';
import type { AddressCheck } from '../../../src/protocol/inspectorProtocol';
import { RequestError } from '../../../src/protocol/requestError';
import { MemorySecrets, memoryStore } from './memoryStores';

/** Stands in for the inspector: the value of `token` is secret, and only `ws:` is an address. */
function checkLikeInspector(url: string): AddressCheck {
  if (!url.startsWith('ws://')) return { ok: false, message: 'An address starts with ws://.' };
  const token = /token=(.*)$/.exec(url)?.[1];
  const masked = url.replace(/(?<=token=).*$/, (value) => '*'.repeat(value.length));
  if (token === undefined) return { ok: true, url, masked, secrets: 'none' };
  return { ok: true, url, masked, secrets: url === masked ? 'masked' : 'given' };
}

function check(url: string): Promise<AddressCheck> {
  return Promise.resolve(checkLikeInspector(url));
}

function addressBook() {
  const secrets = new MemorySecrets();
  const history = new History(memoryStore());
  return { secrets, history, addresses: new AddressBook({ history, secrets, check }) };
}

describe('AddressBook', () => {
  it('resolves an address without secrets to itself and stores no secret for it', async () => {
    const { addresses, secrets } = addressBook();
    const address = await addresses.resolve('ws://host/');
    assert.deepEqual(address, { url: 'ws://host/', masked: 'ws://host/' });
    await addresses.remember(address);
    assert.deepEqual(addresses.recent, ['ws://host/']);
    assert.equal(secrets.values.size, 0);
  });

  it('keeps the masked address in the history and finds the secret one by it', async () => {
    const { addresses, history } = addressBook();
    await addresses.remember(await addresses.resolve('ws://host/?token=abc'));
    assert.deepEqual(history.addresses, ['ws://host/?token=***']);
    assert.deepEqual(await addresses.resolve('ws://host/?token=***'), {
      url: 'ws://host/?token=abc',
      masked: 'ws://host/?token=***',
    });
  });

  it('asks again when nobody knows what the asterisks stand for', async () => {
    const { addresses } = addressBook();
    await assert.rejects(
      addresses.resolve('ws://host/?token=***'),
      (error) => error instanceof RequestError && error.code === 'secrets-gone',
    );
  });

  it("refuses what is no address in the inspector's words", async () => {
    const { addresses } = addressBook();
    await assert.rejects(addresses.resolve('http://host/'), {
      code: 'bad-address',
      message: 'An address starts with ws://.',
    });
  });

  it('forgets the secret of an address that is removed', async () => {
    const { addresses, secrets } = addressBook();
    await addresses.remember(await addresses.resolve('ws://host/?token=abc'));
    assert.equal(secrets.values.size, 1);
    await addresses.remove('ws://host/?token=***');
    assert.equal(secrets.values.size, 0);
    assert.deepEqual(addresses.recent, []);
  });

  it('forgets the secret of an address that the history has no room for', async () => {
    const { addresses, secrets } = addressBook();
    await addresses.remember(await addresses.resolve('ws://host/?token=abc'));
    for (let index = 0; index < historyLimit; index++) {
      await addresses.remember(await addresses.resolve(`ws://host-${index}/`));
    }
    assert.equal(secrets.values.size, 0);
  });

  it('tells why the inspector cannot be asked', async () => {
    const addresses = new AddressBook({
      history: new History(memoryStore()),
      secrets: new MemorySecrets(),
      check: () => Promise.reject(new RequestError('inspector-ended', 'It could not start.')),
    });
    assert.deepEqual(await addresses.check('ws://host/'), {
      ok: false,
      message: 'It could not start.',
    });
  });
});
