import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { PeerFacts, TlsFacts } from './connectionFacts';
import { findPeerProcess, thisProcess } from './peerProcess';
import { formatAddress, localAddress, remoteAddress } from './socketAddress';
import { readTlsFacts } from './tlsFacts';

/** Both ends of a connection: address, port and process of each, as far as the system tells. */
export class ConnectionEnds {
  private here: PeerFacts = {
    socket: undefined,
    process: thisProcess(),
    processUnknown: undefined,
  };
  private there: PeerFacts = {
    socket: undefined,
    process: undefined,
    processUnknown: 'Not connected.',
  };
  private tlsFacts: TlsFacts | undefined;

  get thisEnd(): PeerFacts {
    return this.here;
  }

  get otherEnd(): PeerFacts {
    return this.there;
  }

  /** What they settled; `undefined` over plain TCP. */
  get tls(): TlsFacts | undefined {
    return this.tlsFacts;
  }

  /** Whether there is or was a connection. */
  get areKnown(): boolean {
    return this.here.socket !== undefined;
  }

  /** Both addresses, as in `127.0.0.1:50000 → 127.0.0.1:80`. */
  get text(): string {
    return [this.here, this.there]
      .flatMap(({ socket }) => (socket ? [formatAddress(socket)] : []))
      .join(' → ');
  }

  /** @param onChange called when more is known */
  watch(socket: Socket, onChange: () => void): void {
    socket.on('connect', () => {
      this.connected(socket);
      onChange();
    });
    if (!(socket instanceof TLSSocket)) return;
    socket.on('secureConnect', () => {
      this.tlsFacts = readTlsFacts(socket);
      onChange();
    });
  }

  /** Asks the system who holds the other end, which must have accepted by now. */
  async findPeerProcess(): Promise<void> {
    const here = this.here.socket;
    const there = this.there.socket;
    if (here && there) this.there = { socket: there, ...(await findPeerProcess(here, there)) };
  }

  private connected(socket: Socket): void {
    this.here = { ...this.here, socket: localAddress(socket) };
    this.there = {
      socket: remoteAddress(socket),
      process: undefined,
      processUnknown: 'Not known yet.',
    };
  }
}
