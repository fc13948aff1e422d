import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { trustedSecureContext } from '../../../src/session/trustedRoots';
import { makeCertificate } from '../../support/certificates';
import { startRawTlsServer } from './support/rawServer';

describe('trustedSecureContext', () => {
  it('is made once', () => {
    assert.equal(trustedSecureContext(), trustedSecureContext());
  });

  it('does not trust a certificate that no root stands behind', async () => {
    const files = await makeCertificate();
    const server = await startRawTlsServer({
      key: await readFile(files.key),
      cert: await readFile(files.certificate),
    });
    await files.remove();
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      const { port } = server;
      tls
        .connect({ port, host: '127.0.0.1', secureContext: trustedSecureContext() })
        .on('error', resolve);
    });
    assert.equal(error.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    await server.close();
  });
});
