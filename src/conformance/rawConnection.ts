import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { trustedSecureContext } from '../session/trustedRoots';
import type { Target } from './target';

/** Milliseconds in which TCP, and TLS if there is any, must be there. */
export const connectLimitMs = 10_000;

/** Bytes that are taken from the server on one connection; a server that sends more is cut off. */
export const mostReceived = 4 * 1024 * 1024;

/** How the server's side of a connection ended: with FIN, with RST, or cut off by this end. */
export type Ending = 'closed' | 'reset' | 'cut off';

/** Hears what happens on a connection. */
export interface RawListener {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The server sends nothing more. */
  readonly onEnd: (ending: Ending) => void;
}

/**
 * One connection to the server under check, as bytes: whatever is asked for is sent as it stands.
 * It stays half open when one side has ended (RFC 9293 §3.6), so that each side's end can be seen.
 */
export class RawConnection {
  private received = 0;
  private ended = false;

  private constructor(
    private readonly socket: net.Socket,
    private readonly listener: RawListener,
  ) {
    socket.on('data', (bytes: Uint8Array) => this.receive(bytes));
    socket.on('end', () => this.end('closed'));
    socket.on('error', () => this.end('reset'));
    socket.on('close', () => this.end('closed'));
  }

  /**
   * Connects to the first of the target's addresses.
   *
   * @param signal gives up
   * @throws what the network or TLS said
   */
  static async connect(
    target: Target,
    listener: RawListener,
    signal?: AbortSignal,
  ): Promise<RawConnection> {
    const socket = target.secure ? connectTls(target) : net.connect(tcpOptions(target));
    socket.setNoDelay(true);
    await established(socket, target.secure ? 'secureConnect' : 'connect', signal);
    return new RawConnection(socket, listener);
  }

  /** Sends bytes. What the server's end of the connection does not take is lost without a word. */
  send(bytes: Uint8Array): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /**
   * Sends bytes in writes of `size` bytes, each handed to the system before the next is.
   *
   * @param pauseMs milliseconds between two writes, so that TCP sends each by itself
   */
  async sendInWrites(bytes: Uint8Array, size: number, pauseMs: number): Promise<void> {
    for (let at = 0; at < bytes.length && this.socket.writable; at += size) {
      const part = bytes.subarray(at, at + size);
      await new Promise<void>((resolve) => this.socket.write(part, () => resolve()));
      if (pauseMs > 0) await pause(pauseMs);
    }
  }

  /** Ends this side of the connection with FIN; the server may go on sending. */
  endSending(): void {
    this.socket.end();
  }

  /** Cuts the connection with RST. The listener hears nothing more. */
  reset(): void {
    this.ended = true;
    this.socket.resetAndDestroy();
  }

  /** Lets go of the connection. The listener hears nothing more. */
  destroy(): void {
    this.ended = true;
    this.socket.destroy();
  }

  private receive(bytes: Uint8Array): void {
    if (this.ended) return;
    this.received += bytes.length;
    this.listener.onBytes(bytes);
    if (this.received <= mostReceived) return;
    this.end('cut off');
    this.destroy();
  }

  private end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    this.listener.onEnd(ending);
  }
}

function tcpOptions({ addresses: [host = ''], port }: Target): net.TcpNetConnectOpts {
  return { host, port, allowHalfOpen: true };
}

function connectTls(target: Target): tls.TLSSocket {
  return tls.connect({
    ...tcpOptions(target),
    // Server Name Indication carries host names only (RFC 6066 §3).
    servername: net.isIP(target.host) ? '' : target.host,
    secureContext: trustedSecureContext(),
    rejectUnauthorized: !target.acceptUntrustedCertificate,
  });
}

async function established(
  socket: net.Socket,
  event: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const limit = AbortSignal.timeout(connectLimitMs);
  try {
    await once(socket, event, { signal: signal ? AbortSignal.any([limit, signal]) : limit });
  } catch (error) {
    socket.destroy();
    if (!limit.aborted) throw error;
    throw Object.assign(new Error('The server could not be reached in time'), {
      code: 'ETIMEDOUT',
    });
  }
}
