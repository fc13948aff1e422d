import type { Socket } from 'node:net';

/** Hears the bytes of a socket. A chunk is not copied: it must not be written into. */
export interface TapListener {
  received(chunk: Uint8Array): void;
  sent(chunk: Uint8Array): void;
}

/**
 * Lets `listener` see every byte that crosses a socket, both ways, once and in order, and changes
 * none. On a TLS socket these are the bytes above TLS.
 *
 * What is read is seen in `push`, through which `net` and `tls` hand over everything. What is sent
 * is seen in `_write` and `_writev`, below the stream's buffer: corked writes, strings and the
 * chunk of `end(chunk)` all come this way, and bytes that still wait in the buffer do not.
 *
 * This is for a client's socket. There, `ws` never writes into what it has read or sent. A server
 * needs a listener that copies, because `ws` unmasks in place, and a tap that sits below
 * `http.Server`, which reads past `push`.
 */
export function tap(socket: Socket, listener: TapListener): void {
  tapReceived(socket, listener);
  tapSent(socket, listener);
}

function tapReceived(socket: Socket, listener: TapListener): void {
  const push = socket.push.bind(socket);
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    // The listener comes first, so that what `ws` answers to a frame is heard after the frame.
    if (chunk !== null) listener.received(toBytes(chunk, encoding));
    return push(chunk, encoding);
  };
}

function tapSent(socket: Socket, listener: TapListener): void {
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
