import type { DialOptions } from '../protocol/inspectorProtocol';
import { checkAddress } from '../session/address';
import { headersProblem, subprotocolsProblem } from '../session/handshakeFields';

/** What is wrong with how to dial, then what to do; `undefined` if it can be tried. */
export function dialMistake({ url, headers, subprotocols }: DialOptions): string | undefined {
  const address = checkAddress(url);
  if (!address.ok) return address.message;
  return headersProblem(headers) ?? subprotocolsProblem(subprotocols);
}
