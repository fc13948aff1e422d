import type { SocketAddress } from '../protocol/connectionSnapshot';

/** An address and its port as they are written: `127.0.0.1:6455`, `[::1]:6455`. */
export function formatSocketAddress({ address, port, family }: SocketAddress): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * What may be remembered of an address that was typed but never dialled: it goes to disk, and
 * only the inspector knows which parts of an address are secret, so all that may be are left out.
 * Of what is no WebSocket URL nobody can tell where a user and password end, so one that may hold
 * them is not remembered at all.
 */
export function withoutSecrets(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url?.protocol === 'ws:' || url?.protocol === 'wss:') {
    return `${url.protocol}//${url.host}${url.pathname}`;
  }
  return typed.includes('@') ? '' : typed.replace(/[?#].*$/s, '');
}
