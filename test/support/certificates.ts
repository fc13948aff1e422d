import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of a private key and of a certificate that is signed with it, both PEM. */
export interface CertificateFiles {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate made for one test run. */
export interface TemporaryCertificate extends CertificateFiles {
  readonly remove: () => Promise<void>;
}

/** Makes a self-signed certificate for `localhost` and 127.0.0.1, valid for a day. */
export async function makeCertificate(): Promise<TemporaryCertificate> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-playground-certificate-'));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1';
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  await promisify(execFile)('openssl', [...request.split(' '), ...names, ...files]);
  return { key, certificate, remove: () => rm(folder, { recursive: true }) };
}
