import { WebSocket } from 'ws';
import type { InspectedConnection } from '../../src/inspector/inspectedConnection';
import { defaultSettings } from '../../src/inspector/inspector';
import { soleConnection } from '../../src/inspector/soleConnection';
import type { ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import { readPrinted, type Printed } from '../support/frameLines';

/** A client of ours that echoes: what the command line prints of the connection, at its end. */
export async function tappedEcho(url: string): Promise<Printed & { problem: string | undefined }> {
  let connection: InspectedConnection | undefined;
  const last = await new Promise<ConnectionSnapshot>((resolve) => {
    const tell = (snapshot: ConnectionSnapshot) => {
      if (snapshot.state === 'closed') resolve(snapshot);
    };
    const settings = defaultSettings;
    connection = soleConnection({ url, settings, captureFolder: undefined, build: 'test', tell });
    const dial = {
      url,
      subprotocols: [],
      headers: {},
      acceptUntrustedCertificate: false,
      messages: { echo: true, closeAfter: undefined },
    };
    connection.open(dial, settings);
  });
  let text = '';
  if (!connection) throw new Error('There is no connection.');
  for await (const part of connection.text('ndjson', 0, last.rows.total)) text += part;
  connection.dispose();
  return { ...readPrinted(text), problem: last.problem?.code };
}

/** A client with nothing but `ws`, which echoes: the close code that it gives, at its end. */
export async function bareEcho(url: string): Promise<number> {
  const socket = new WebSocket(url);
  // That it fails is what many a script is about; the close code tells.
  socket.on('error', () => {});
  socket.on('message', (data: Buffer, binary) => socket.send(data, { binary }));
  return new Promise((resolve) => {
    socket.on('close', (code) => resolve(code));
  });
}
