import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

/** The server under check: where it is, and how to speak to it. */
export interface Target {
  /** As it was named, with its secrets, in its normal form. */
  readonly url: string;
  readonly secure: boolean;
  /** Host name or IP address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** IP addresses of the host. They are looked up once, so that all checks meet the same server. */
  readonly addresses: readonly string[];
  /** Whether every address is one of this machine. */
  readonly loopback: boolean;
  /** The value of the header field Host. */
  readonly hostField: string;
  /** Path and query: the resource name of RFC 6455 §3. */
  readonly resource: string;
  /** The value of the header field Authorization, if the URL has a user. */
  readonly authorization: string | undefined;
  readonly acceptUntrustedCertificate: boolean;
}

const loopbackAddresses = new BlockList();
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackAddresses.addAddress('::1', 'ipv6');

/** Whether an IP address is one of this machine's own, which no packet leaves. */
export function isLoopback(address: string): boolean {
  return loopbackAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * Finds out where a server is; connects to nothing.
 *
 * @param url a `ws:` or `wss:` URL in its normal form, see `checkAddress`
 * @throws what looking up the host's name throws
 */
export async function findTarget(url: string, acceptUntrustedCertificate = false): Promise<Target> {
  const { protocol, hostname, host, port, pathname, search, username, password } = new URL(url);
  const secure = protocol === 'wss:';
  const bareHost = hostname.replace(/^\[(.*)\]$/, '$1');
  const found = await lookup(bareHost, { all: true });
  const addresses = found.map(({ address }) => address);
  return {
    url,
    secure,
    host: bareHost,
    port: Number(port || (secure ? 443 : 80)),
    addresses,
    loopback: addresses.every(isLoopback),
    hostField: host,
    resource: pathname + search,
    authorization: basicAuthorization(username, password),
    acceptUntrustedCertificate,
  };
}

/** User and password of a URL as HTTP takes them (RFC 7617 §2). */
function basicAuthorization(user: string, password: string): string | undefined {
  if (user === '' && password === '') return undefined;
  const credentials = `${decodeURIComponent(user)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
