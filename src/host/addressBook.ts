import type { AddressCheck } from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import type { History } from './history';

/** The part of VS Code's `SecretStorage` that the address book needs. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** An address that can be dialled. */
export interface Address {
  /** With its secrets: for the inspector only. */
  readonly url: string;
  /** With secret values masked: for eyes, history and log. */
  readonly masked: string;
}

export interface AddressBookOptions {
  readonly history: History;
  readonly secrets: SecretStore;
  /** Asks the inspector what it makes of an address. */
  readonly check: (url: string) => Promise<AddressCheck>;
}

/** Said when an address shows asterisks and nobody knows any longer what they stand for. */
export const secretsGone =
  'The secret values of this address are no longer stored. Type them again in place of the asterisks.';

/**
 * Turns what a user typed or chose into an address to dial, and remembers it. An address whose
 * secret values are asterisks stands for the one that was last dialled in that form.
 */
export class AddressBook {
  constructor(private readonly options: AddressBookOptions) {}

  /** Masked addresses, newest first. */
  get recent(): readonly string[] {
    return this.options.history.addresses;
  }

  /** Never rejects: an inspector that cannot be asked is a reason like any other. */
  async check(url: string): Promise<AddressCheck> {
    try {
      return await this.options.check(url);
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** @throws RequestError `bad-address`, or `secrets-gone` for asterisks that nobody can fill. */
  async resolve(typed: string): Promise<Address> {
    const checked = await this.check(typed);
    if (!checked.ok) throw new RequestError('bad-address', checked.message);
    const { masked, secrets } = checked;
    if (secrets !== 'masked') return { url: checked.url, masked };
    const url = await this.options.secrets.get(secretKey(masked));
    if (url === undefined) throw new RequestError('secrets-gone', secretsGone);
    return { url, masked };
  }

  /** Puts an address first in the history, and what it hides into the secret storage. */
  async remember({ url, masked }: Address): Promise<void> {
    if (url !== masked) await this.options.secrets.store(secretKey(masked), url);
    for (const gone of await this.options.history.add(masked)) await this.forgetSecret(gone);
  }

  async remove(masked: string): Promise<void> {
    await this.options.history.remove(masked);
    await this.forgetSecret(masked);
  }

  private async forgetSecret(masked: string): Promise<void> {
    await this.options.secrets.delete(secretKey(masked));
  }
}

function secretKey(masked: string): string {
  return `address ${masked}`;
}
