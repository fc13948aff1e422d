import type { OnReadOpts, Socket } from 'node:net';
import { ReadBuffers } from './readBuffers';

/** Hears the bytes of a socket. A chunk is not copied: it must not be written into. */
export interface TapListener {
  received(chunk: Uint8Array): void;
  sent(chunk: Uint8Array): void;
}

/**
 * A tap lets `listener` see every byte that crosses a socket, both ways, once and in order, and
 * changes none. On a TLS socket these are the bytes above TLS. It has two parts: this one goes into
 * the options of `net.connect` or `tls.connect`, {@link tapSent} onto the socket that they give.
 *
 * With the option `onread`, the socket reads into memory of ours and hands over what came, which is
 * pushed on to whoever reads the socket.
 *
 * This is for a client's socket. There, `ws` never writes into what it has read or sent. A server
 * needs a listener that copies, because `ws` unmasks in place.
 */
export function tapReceived(listener: TapListener): OnReadOpts {
  const buffers = new ReadBuffers();
  return {
    buffer: () => buffers.next(),
    callback(this: Socket, length: number) {
      const chunk = buffers.take(length);
      // The listener comes first, so that what `ws` answers to a frame is heard after the frame.
      listener.received(chunk);
      return this.push(chunk);
    },
  };
}

/**
 * The other part of the tap. What is sent is seen in `_write` and `_writev`, below the stream's
 * buffer: corked writes, strings and the chunk of `end(chunk)` all come this way, and bytes that
 * still wait in the buffer do not.
 */
export function tapSent(socket: Socket, listener: TapListener): void {
  const write = socket._write.bind(socket);
  socket._write = (chunk: unknown, encoding, callback) => {
    listener.sent(toBytes(chunk, encoding));
    write(chunk, encoding, callback);
  };
  const writev = socket._writev?.bind(socket);
  if (!writev) return;
  socket._writev = (chunks, callback) => {
    for (const { chunk, encoding } of chunks) listener.sent(toBytes(chunk, encoding));
    writev(chunks, callback);
  };
}

function toBytes(chunk: unknown, encoding: BufferEncoding | undefined): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : (chunk as Uint8Array);
}
