import * as ws from 'ws';
import { inflatedAtOnce } from './inflatedAtOnce';
import { InflateWindow } from './inflateWindow';
import type { DeflateParameters } from './permessageDeflate';

/** Messages inflated in a row before the event loop gets its turn: a few milliseconds. */
const mostInARow = 64;

type Inflated = (error: Error | null, bytes?: Buffer) => void;

/** What is used of `PerMessageDeflate` of `ws`, whose types leave it out. */
interface Decompressor {
  decompress: (data: Uint8Array, fin: boolean, callback: Inflated) => void;
}

/**
 * Has `ws` inflate the small messages that it receives in its own thread. It asks another thread
 * for each, which takes many times as long as the inflating. What is large, in fragments or at
 * fault is left to `ws`, with its stream brought to where it would be.
 *
 * `decompress` of `PerMessageDeflate` is public; how to get at the one of a connection is not. If
 * it is elsewhere one day, `ws` inflates everything, as it does by itself.
 */
export function inflateSmallMessagesQuickly(
  webSocket: ws.WebSocket,
  parameters: DeflateParameters,
): void {
  const extension = decompressorOf(webSocket);
  if (extension) extension.decompress = quickDecompress(extension, parameters);
}

function quickDecompress(
  extension: Decompressor,
  { windowBits, contextTakeover }: DeflateParameters,
): Decompressor['decompress'] {
  const theirs = extension.decompress.bind(extension);
  const window = new InflateWindow(windowBits);
  let isInParts = false;
  /** Whether messages have come by that the stream of `ws` has not seen. */
  let isBehind = false;
  let inARow = 0;

  const keep = (bytes: Uint8Array | undefined) => {
    if (contextTakeover && bytes) window.add(bytes);
  };

  const quickly = (bytes: Buffer, callback: Inflated) => {
    isBehind = contextTakeover;
    keep(bytes);
    inARow = (inARow + 1) % mostInARow;
    if (inARow === 0) setImmediate(callback, null, bytes);
    else queueMicrotask(() => callback(null, bytes));
  };

  const slowly: Decompressor['decompress'] = (data, fin, callback) => {
    const inflate = () =>
      theirs(data, fin, (error, bytes) => {
        keep(bytes);
        callback(error, bytes);
      });
    if (!isBehind) return inflate();
    isBehind = false;
    theirs(storedBlock(window.dictionary), false, (error) => (error ? callback(error) : inflate()));
  };

  return (data, fin, callback) => {
    const isWhole = fin && !isInParts;
    isInParts = !fin;
    const bytes = isWhole ? inflatedAtOnce(data, windowBits, window.dictionary) : undefined;
    if (bytes) quickly(bytes, callback);
    else slowly(data, fin, callback);
  };
}

function decompressorOf(webSocket: ws.WebSocket): Decompressor | undefined {
  const { PerMessageDeflate } = ws as unknown as { PerMessageDeflate?: new () => Decompressor };
  const extensions: unknown = Reflect.get(webSocket, '_extensions');
  if (!PerMessageDeflate || typeof extensions !== 'object' || extensions === null) return undefined;
  const extension: unknown = Reflect.get(extensions, 'permessage-deflate');
  return extension instanceof PerMessageDeflate ? extension : undefined;
}

/** Bytes as DEFLATE stores them, uncompressed, in a block that is not the last (RFC 1951 §3.2.4). */
function storedBlock(bytes: Uint8Array): Buffer {
  const block = Buffer.alloc(5 + bytes.length);
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(0xffff - bytes.length, 3);
  block.set(bytes, 5);
  return block;
}
