import fs from 'node:fs';
import path from 'node:path';
import { StoredFeed } from './storedFeed';

/** Bytes of the header of a frame whose length takes 64 bits, unmasked (RFC 6455 §5.2). */
const headerLength = 10;

/**
 * Stores a capture of one text message of a gibibyte, which takes hardly any room on disk: all but
 * the texts given, each at its offset in the message, is a hole in the file.
 */
export function storeHugeMessage(
  folder: string,
  texts: Readonly<Record<number, string>>,
): StoredFeed {
  const payloadLength = 1024 ** 3;
  const feed = new StoredFeed(folder).connect();
  feed.capture.appendFrame('in', 2000, {
    position: 0,
    firstByte: 0x81,
    headerLength,
    lengthBits: 64,
    masked: false,
    maskingKey: 0,
    payloadLength,
    payloadReceived: payloadLength,
    findings: 0,
  });
  feed.finish();
  const file = fs.openSync(path.join(feed.folder, 'in.bytes'), 'w');
  fs.ftruncateSync(file, headerLength + payloadLength);
  for (const [offset, text] of Object.entries(texts)) {
    fs.writeSync(file, text, headerLength + Number(offset));
  }
  fs.closeSync(file);
  return feed;
}
