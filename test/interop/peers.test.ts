import { strict as assert } from 'node:assert';
import { on, once } from 'node:events';
import { WebSocket } from 'ws';
import { makeCertificate, type TemporaryCertificate } from '../support/certificates';
import { startPeer, type Peer, type PeerKind } from '../support/peers/peer';
import { ReportingProcess, type ProcessEvent } from '../support/peers/process';
import { startRecorder, type Recorder } from '../support/recorder';
import { readRecording } from '../support/referenceFrames';

/** The test servers and the recorder, seen through a bare `ws` client: nothing of ours in between. */
describe('test peers', function () {
  this.timeout(20_000);
  let certificate: TemporaryCertificate;
  let peer: Peer | undefined;
  let recorder: Recorder | undefined;

  before(async () => {
    certificate = await makeCertificate();
  });
  after(() => certificate.remove());
  afterEach(async () => {
    await recorder?.stop();
    recorder = undefined;
    await peer?.stop();
    peer = undefined;
  });

  for (const kind of ['python-websockets', 'ws-deflate', 'ws-tls'] satisfies PeerKind[]) {
    it(`${kind} echoes through a recorder that keeps every byte`, async () => {
      peer = await startPeer(kind, { certificate });
      recorder = await startRecorder(peer.port, kind === 'ws-tls' ? certificate : undefined);
      const socket = await dial(recorder.url);
      socket.send('hello');
      assert.equal(String((await once(socket, 'message'))[0]), 'hello');
      await hangUp(socket);
      const { fromClient, fromServer } = await recorder.recording(0);
      const sent = readRecording(fromClient);
      const received = readRecording(fromServer);
      assert.match(sent.head, /^GET \/ HTTP\/1\.1\r\n/);
      assert.match(received.head, /^HTTP\/1\.1 101 /);
      assert.deepEqual([sent.rest.length, received.rest.length], [0, 0]);
      assert.deepEqual(
        [sent, received].map(({ frames }) => frames.map(({ opcode }) => opcode)),
        [
          [1, 8],
          [1, 8],
        ],
      );
      assert.ok(sent.frames.every(({ masked }) => masked));
      assert.equal(peer.seenPeers().length, 1);
    });
  }

  it('python-websockets broadcasts what one client sends', async () => {
    peer = await startPeer('python-websockets');
    const [speaker, listener] = [
      await dial(`${peer.url}/broadcast`),
      await dial(`${peer.url}/broadcast`),
    ];
    await peer.seenPeer(1);
    const heard = once(listener, 'message');
    speaker.send('to all');
    assert.equal(String((await heard)[0]), 'to all');
    await Promise.all([hangUp(speaker), hangUp(listener)]);
  });

  it('websocketd says which peer it sees, then pushes a line a second', async () => {
    peer = await startPeer('websocketd');
    const socket = new WebSocket(peer.url);
    const messages = on(socket, 'message');
    const seen = JSON.parse(String((await messages.next()).value[0])) as ProcessEvent;
    assert.equal(seen.event, 'peer');
    assert.equal(seen['port'], (await peer.seenPeer(0)).port);
    for (const tick of [1, 2]) {
      const pushed = JSON.parse(String((await messages.next()).value[0])) as { tick: number };
      assert.equal(pushed.tick, tick);
    }
    await hangUp(socket);
  });

  it('a server that cannot run names the package to install', async () => {
    const missing = new ReportingProcess('no-such-program', [], 'some-package');
    await assert.rejects(missing.event('listening'), /ENOENT.*package some-package/);
    await missing.stop();
  });
});

async function dial(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { rejectUnauthorized: false });
  await once(socket, 'open');
  return socket;
}

async function hangUp(socket: WebSocket): Promise<void> {
  const closed = once(socket, 'close');
  socket.close(1000, 'enough');
  await closed;
}
