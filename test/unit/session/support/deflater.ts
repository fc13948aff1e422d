import { constants, createDeflateRaw } from 'node:zlib';

/** Compresses messages as RFC 7692 §7.2.1 says, with one context for all of them. */
export class Deflater {
  private readonly stream = createDeflateRaw();

  message(content: string | Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const collect = (chunk: Buffer) => chunks.push(chunk);
      this.stream.on('data', collect);
      this.stream.write(content);
      this.stream.flush(constants.Z_SYNC_FLUSH, () => {
        this.stream.off('data', collect);
        resolve(Buffer.concat(chunks).subarray(0, -4));
      });
    });
  }
}
