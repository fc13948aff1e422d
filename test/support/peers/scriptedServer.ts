import { once } from 'node:events';
import type { Socket } from 'node:net';
import { readFrames, type ReferenceFrame } from '../referenceFrames';
import { acceptHandshake, startBadServer } from './badServer';
import { within } from './within';

/** What a scripted server does next. */
export type Step =
  /** Sends bytes, in one write or each octet in a write of its own. */
  | { readonly send: Uint8Array; readonly octetByOctet?: boolean }
  /** Waits until the client has sent so many frames more. */
  | { readonly awaitFrames: number };

/** What crossed a connection, as the server saw it. */
export interface Played {
  /** Everything that the client sent after its opening handshake. */
  readonly received: Buffer;
  readonly frames: readonly ReferenceFrame[];
  /** Everything that was sent after the opening handshake, before the client ended its side. */
  readonly sent: Buffer;
}

/** Milliseconds in which a client must have sent what it is waited for. */
const patienceMs = 5_000;

/**
 * Serves one client: accepts it, does step after step, and ends the connection. What the client
 * sends is read by the reference reader.
 *
 * @param connect dials, and resolves when the connection has ended
 * @param fields more header fields of the response, each ended by CR LF
 */
export async function playScript<Outcome>(
  steps: readonly Step[],
  connect: (url: string) => Promise<Outcome>,
  fields = '',
): Promise<{ played: Played; outcome: Outcome }> {
  let played: Promise<Played> | undefined;
  const server = await startBadServer((socket, head) => {
    acceptHandshake(socket, head, fields);
    played = play(socket, steps);
  });
  try {
    const outcome = await connect(server.url);
    if (!played) throw new Error('No client came.');
    return { played: await played, outcome };
  } finally {
    await server.stop();
  }
}

async function play(socket: Socket, steps: readonly Step[]): Promise<Played> {
  let received = Buffer.alloc(0);
  socket.setNoDelay();
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
  const closed = once(socket, 'close');
  const sent: Uint8Array[] = [];
  let wanted = 0;
  for (const step of steps) {
    if ('send' in step) {
      sent.push(...(await send(socket, step.send, step.octetByOctet ?? false)));
    } else {
      wanted += step.awaitFrames;
      await untilFrames(socket, wanted, () => readFrames(received).frames);
    }
  }
  socket.end();
  await within(patienceMs, 'the client to close its end', closed);
  return { received, frames: readFrames(received).frames, sent: Buffer.concat(sent) };
}

/** Gives what could be sent: that a client goes in the middle is what some scripts are about. */
async function send(
  socket: Socket,
  bytes: Uint8Array,
  octetByOctet: boolean,
): Promise<Uint8Array[]> {
  const sent: Uint8Array[] = [];
  const parts = octetByOctet ? Array.from(bytes, (octet) => Uint8Array.of(octet)) : [bytes];
  for (const part of parts) {
    const error = await new Promise((resolve) => {
      socket.write(part, resolve);
    });
    if (!error) sent.push(part);
    // Only then do the octets arrive one by one.
    if (octetByOctet) await new Promise(setImmediate);
  }
  return sent;
}

async function untilFrames(
  socket: Socket,
  count: number,
  frames: () => readonly ReferenceFrame[],
): Promise<void> {
  const seen = () => frames().map(({ opcode, payloadLength }) => `${opcode}:${payloadLength}`);
  const arrived = async () => {
    while (frames().length < count) await once(socket, 'data');
  };
  await within(patienceMs, () => `${count} frames, but for [${seen().join(' ')}]`, arrived());
}
