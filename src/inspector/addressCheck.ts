import type { AddressCheck } from '../protocol/inspectorProtocol';
import { checkAddress } from '../session/address';
import { maskUrl } from '../wire/secretMask';

/** Checks an address by the rules that dialling follows, and masks its secrets. */
export function checkAndMask(typed: string, secretNames: readonly string[]): AddressCheck {
  const checked = checkAddress(typed);
  if (!checked.ok) return checked;
  const { url } = checked;
  const masked = maskUrl(url, secretNames);
  return { ok: true, url, masked, secrets: masked === url ? asterisks(url, secretNames) : 'given' };
}

/** Whether secrets of this address, in which masking changes nothing, are asterisks already. */
function asterisks(url: string, secretNames: readonly string[]): 'none' | 'masked' {
  const filled = url.replaceAll('*', 'x');
  return maskUrl(filled, secretNames) === filled ? 'none' : 'masked';
}
