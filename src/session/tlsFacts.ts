import type { Certificate, TLSSocket } from 'node:tls';
import type { TlsFacts } from './connectionFacts';

/** What the TLS handshake settled. For a socket that has emitted `secureConnect`. */
export function readTlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validTo: certificate.valid_to ?? '',
    verified: socket.authorized,
  };
}

/** The common name, else all parts. There is no name at all without a certificate. */
function nameOf(name: Certificate | undefined): string {
  if (name === undefined) return '';
  if (name.CN) return String(name.CN);
  return Object.entries(name)
    .map(([part, value]) => `${part}=${String(value)}`)
    .join(', ');
}
