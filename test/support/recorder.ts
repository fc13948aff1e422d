import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { CertificateFiles } from './certificates';

/** The bytes that crossed one connection, direction by direction. */
export interface Recording {
  readonly fromClient: Buffer;
  readonly fromServer: Buffer;
}

/**
 * Stands between a client and a server, hands every byte on unchanged and keeps a copy. Over TLS it
 * ends the client's TLS and opens its own to the server, so that it records the plaintext.
 */
export interface Recorder {
  /** Without a path; dial this instead of the server. */
  readonly url: string;
  /**
   * What crossed connection `index`, from 0, of those on which the client said something; resolves
   * once both of its sides are closed.
   */
  readonly recording: (index: number) => Promise<Recording>;
  readonly stop: () => Promise<void>;
}

interface Crossing {
  readonly fromClient: Buffer[];
  readonly fromServer: Buffer[];
  readonly closed: Promise<unknown>;
  readonly sockets: readonly Socket[];
}

/** Starts a recorder on loopback in front of the server on `port`; with a certificate, over TLS. */
export async function startRecorder(
  port: number,
  certificate?: CertificateFiles,
): Promise<Recorder> {
  const crossings: Crossing[] = [];
  const listener = await listen(certificate, (client) => {
    crossings.push(record(client, certificate ? tlsTo(port) : plainTo(port)));
  });
  return {
    url: `${certificate ? 'wss' : 'ws'}://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    recording: async (index) => {
      const crossing = crossings.filter(({ fromClient }) => fromClient.length > 0)[index];
      if (!crossing) throw new Error(`The recorder has seen no connection number ${index}.`);
      await crossing.closed;
      return {
        fromClient: Buffer.concat(crossing.fromClient),
        fromServer: Buffer.concat(crossing.fromServer),
      };
    },
    stop: async () => {
      listener.close();
      for (const { sockets } of crossings) sockets.forEach((socket) => socket.destroy());
      await once(listener, 'close');
    },
  };
}

async function listen(
  certificate: CertificateFiles | undefined,
  onClient: (client: Socket) => void,
): Promise<Server> {
  const listener = certificate
    ? createTlsServer(
        { key: await readFile(certificate.key), cert: await readFile(certificate.certificate) },
        onClient,
      )
    : createServer({ allowHalfOpen: true }, onClient);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

function plainTo(port: number): Socket {
  return connect({ port, host: '127.0.0.1', allowHalfOpen: true });
}

/** The test made the server's certificate itself; what is recorded is what matters here. */
function tlsTo(port: number): TLSSocket {
  return connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
}

function record(client: Socket, server: Socket): Crossing {
  return {
    fromClient: handOn(client, server),
    fromServer: handOn(server, client),
    closed: Promise.all([closed(client), closed(server)]),
    sockets: [client, server],
  };
}

/** Keeps and passes on what comes from `source`; an abrupt end of one side ends the other. */
function handOn(source: Socket, target: Socket): Buffer[] {
  const chunks: Buffer[] = [];
  source.on('data', (chunk: Buffer) => chunks.push(chunk));
  source.pipe(target);
  source.on('error', () => target.destroy());
  source.on('close', () => target.end());
  return chunks;
}

async function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}
