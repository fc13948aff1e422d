/** What an address that somebody typed turns out to be. */
export type AddressCheck =
  | {
      readonly ok: true;
      /** In its normal form, with its secrets. */
      readonly url: string;
    }
  | {
      readonly ok: false;
      /** What is wrong with it, then what to do. */
      readonly message: string;
    };

/** The schemes of RFC 6455 §3. */
const schemes: ReadonlySet<string> = new Set(['ws', 'wss']);

/** Checks that an address is a `ws:` or `wss:` URL (RFC 6455 §3) that can be dialled. */
export function checkAddress(typed: string): AddressCheck {
  const address = typed.trim();
  const message = schemeProblem(address) ?? shapeProblem(address) ?? authorityProblem(address);
  if (message !== undefined) return { ok: false, message };
  if (!URL.canParse(address)) {
    return {
      ok: false,
      message: 'This is not a valid URL. Write it like ws://localhost:8080/path.',
    };
  }
  return { ok: true, url: new URL(address).href };
}

function schemeProblem(address: string): string | undefined {
  if (address === '') return 'The address is empty. Write it like ws://localhost:8080.';
  const missingColon = /^(wss?)\/\//i.exec(address)?.[1];
  if (missingColon)
    return `A colon is missing: write ${missingColon}:// instead of ${missingColon}//.`;
  const scheme = schemeOf(address);
  if (scheme === undefined) {
    return 'The address does not say ws:// or wss://. Put one of them before the host.';
  }
  if (scheme === 'http' || scheme === 'https') {
    const better = scheme === 'http' ? 'ws' : 'wss';
    return `${scheme}:// is not for WebSockets. Write ${better}:// instead.`;
  }
  if (!schemes.has(scheme)) {
    return `"${scheme}:" is not for WebSockets. The address must begin with ws:// or wss://.`;
  }
  return undefined;
}

/** The scheme in lower case; a host with a port, as in `localhost:8080`, has none. */
function schemeOf(address: string): string | undefined {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(address) ?? [];
  const isPort = /^\d+([/?#]|$)/.test(rest);
  return scheme === undefined || isPort ? undefined : scheme.toLowerCase();
}

function shapeProblem(address: string): string | undefined {
  if (/\s/.test(address)) {
    return 'There is a space or a line break in the address. Remove it, or write it as %20.';
  }
  if (address.includes('\\')) return 'There is a backslash in the address. Write / instead.';
  if (!/^wss?:\/\//i.test(address)) {
    return 'Two slashes must stand between the scheme and the host, as in ws://localhost.';
  }
  if (address.includes('#')) {
    return 'A WebSocket URL has no fragment (RFC 6455 §3). Remove # and what follows, or write # as %23.';
  }
  return undefined;
}

/** What it finds may be a piece of a password that holds a slash; no sentence repeats that. */
function authorityProblem(address: string): string | undefined {
  const authority = /^wss?:\/\/([^/?]*)/i.exec(address)?.[1] ?? '';
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  if (/^\[[^\]]*$/.test(hostAndPort)) {
    return 'The bracket around the IPv6 address is not closed. Write it like ws://[::1]:8080.';
  }
  const [, host = '', port] = /^(\[.*\]|[^:]*)(?::(.*))?$/.exec(hostAndPort) ?? [];
  if (host === '') {
    return /:.*:/.test(hostAndPort)
      ? 'An IPv6 address needs brackets. Write it like ws://[::1]:8080.'
      : 'The host is missing. Write its name or IP address after the slashes.';
  }
  if (port !== undefined && port !== '' && !isPortNumber(port)) {
    // Where there is an @, the "port" may be a piece of a password: nothing of it is repeated.
    return address.includes('@')
      ? 'The port is not a number from 1 to 65535. Check it; in a password, write / as %2F.'
      : `"${port}" is not a port. Write a number from 1 to 65535.`;
  }
  if (!URL.canParse(`ws://${host}`)) {
    return 'The host is not a host name or an IP address. Check how it is written.';
  }
  return undefined;
}

function isPortNumber(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
