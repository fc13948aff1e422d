import type { Socket } from 'node:net';
import type { SocketAddress } from '../capture/connectionEvent';

/** IPv4 in IPv6's clothes (RFC 4291 §2.5.5.2). */
const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The address of this end of a connected socket. */
export function localAddress(socket: Socket): SocketAddress | undefined {
  return socketAddress(socket.localAddress, socket.localPort);
}

/** The address of the other end of a connected socket. */
export function remoteAddress(socket: Socket): SocketAddress | undefined {
  return socketAddress(socket.remoteAddress, socket.remotePort);
}

/** An IPv4-mapped IPv6 address is shown as what crosses the network: IPv4. */
function socketAddress(
  address: string | undefined,
  port: number | undefined,
): SocketAddress | undefined {
  if (address === undefined || port === undefined) return undefined;
  const ipv4 = mappedIpv4.exec(address)?.[1];
  if (ipv4 !== undefined) return { address: ipv4, port, family: 'IPv4' };
  return { address, port, family: address.includes(':') ? 'IPv6' : 'IPv4' };
}

/**
 * Whether it belongs to this machine alone: 127.0.0.0/8 (RFC 6890 §2.2.2) or ::1 (RFC 4291 §2.5.3).
 * It goes by the address of a socket, never by a name, which may stand for any address.
 */
export function isLoopback({ address, family }: SocketAddress): boolean {
  return family === 'IPv4' ? address.startsWith('127.') : address === '::1';
}

/** An address with its port, as in a URL: `127.0.0.1:80`, `[::1]:80`. */
export function formatAddress({ address, port, family }: SocketAddress): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
