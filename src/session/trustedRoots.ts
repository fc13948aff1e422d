import tls from 'node:tls';

let trustedContext: tls.SecureContext | undefined;

/**
 * What a TLS connection trusts: the certificates that come with Node, those of the operating
 * system and those of `NODE_EXTRA_CA_CERTS`. A worker thread has only Node's own by default, so
 * that the certificates of a company's network would be refused.
 *
 * It is made once, on first use: reading the system's certificates takes time.
 */
export function trustedSecureContext(): tls.SecureContext {
  trustedContext ??= tls.createSecureContext(trustedRoots());
  return trustedContext;
}

function trustedRoots(): tls.SecureContextOptions {
  // Node has had this function since 22.15; before, its own roots are all there are.
  if (!('getCACertificates' in tls)) return {};
  const roots = (['default', 'system', 'extra'] as const).flatMap((type) =>
    tls.getCACertificates(type),
  );
  return { ca: [...new Set(roots)] };
}
