import assert from 'node:assert/strict';
import path from 'node:path';
import { InspectorClient } from '../../../src/host/inspectorClient';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { ExportProgress, InspectorSettings } from '../../../src/protocol/inspectorProtocol';
import { quietLog } from './quietLog';

const fakeInspector = path.join(__dirname, 'fakeInspector.entry.js');

describe('InspectorClient', () => {
  let settings: InspectorSettings;
  let snapshots: ConnectionSnapshot[];
  let exporting: ExportProgress[];
  let lost: number;
  let client: InspectorClient;

  let file: string;

  function startClient(first: string): void {
    file = first;
    client = new InspectorClient({
      get file() {
        return file;
      },
      settings: () => settings,
      onSnapshot: (snapshot) => snapshots.push(snapshot),
      onExporting: (progress) => exporting.push(progress),
      onLost: () => lost++,
      log: quietLog(),
    });
  }

  /** The settings that the worker has. */
  async function workerSettings(): Promise<unknown> {
    const answer = await client.request('address/check', { url: '' });
    return answer.ok ? undefined : JSON.parse(answer.message);
  }

  beforeEach(() => {
    settings = { memoryLimit: 1, messageLimit: 2, handshakeTimeoutMs: 3, secretNames: ['token'] };
    snapshots = [];
    exporting = [];
    lost = 0;
    startClient(fakeInspector);
  });

  afterEach(() => client.dispose());

  it('starts the worker with the first request and hands it the settings', async () => {
    assert.deepEqual(await workerSettings(), settings);
  });

  it('hands over changed settings', async () => {
    await workerSettings();
    settings = { ...settings, memoryLimit: 10 };
    await client.configure();
    assert.deepEqual(await workerSettings(), settings);
  });

  it('starts no worker to hand over settings', async () => {
    startClient('/nowhere/inspector.js');
    await client.configure();
  });

  it('passes on what the inspector tells', async () => {
    await client.request('connection/read', { connection: 'connection-1' });
    assert.deepEqual(
      snapshots.map(({ connection }) => connection),
      ['connection-1'],
    );
  });

  it('tells when the worker has ended, and starts a new one for the next request', async () => {
    const dying = client.request('frame/send', {
      connection: 'connection-1',
      draft: { kind: 'text', text: '' },
    });
    await assert.rejects(dying, { code: 'port-closed' });
    assert.equal(lost, 1);
    assert.deepEqual(await workerSettings(), settings);
  });

  it('says so when the worker cannot start', async () => {
    startClient('/nowhere/inspector.js');
    await assert.rejects(client.request('address/check', { url: '' }), {
      code: 'inspector-ended',
    });
  });

  it('starts anew after a worker that could not even be made', async () => {
    // Node refuses a relative path at once.
    startClient('nowhere.js');
    await assert.rejects(client.request('address/check', { url: '' }));
    file = fakeInspector;
    assert.deepEqual(await workerSettings(), settings);
  });

  it('asks for the captures to be finished before it ends the worker', async () => {
    await workerSettings();
    await client.dispose();
    assert.deepEqual(exporting, [{ connection: 'finished', done: 1, total: 1 }]);
  });

  it('ends the worker without calling it lost', async () => {
    await workerSettings();
    await client.dispose();
    assert.equal(lost, 0);
  });
});
