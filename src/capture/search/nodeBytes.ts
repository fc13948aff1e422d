import type { ByteTools } from '../filter/byteTools';

/** What the filter needs done with bytes, done by Node's `Buffer`. */
export const nodeBytes: ByteTools = {
  indexOf: (bytes, needle, from) => bufferOver(bytes).indexOf(needle, from),
  decode: (bytes, start, end) => bufferOver(bytes).toString('utf8', start, end),
  encode: (text) => Buffer.from(text),
};

let last: Buffer = Buffer.alloc(0);
let lastBytes: Uint8Array = last;

/** Making a view costs as much as a short search, and the same bytes come many times in a row. */
function bufferOver(bytes: Uint8Array): Buffer {
  if (bytes !== lastBytes) {
    last = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    lastBytes = bytes;
  }
  return last;
}
