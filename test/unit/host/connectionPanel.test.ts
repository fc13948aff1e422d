import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { ConnectionPanel } from '../../../src/host/connectionPanel';
import { build } from '../../../src/host/build';
import type { InspectorClient } from '../../../src/host/inspectorClient';
import type { PanelWindow } from '../../../src/host/panelWindow';
import { SavedMessages } from '../../../src/host/savedMessages';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { PanelSide } from '../../../src/protocol/contracts';
import { Endpoint, type Handlers } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';
import type { DialOptions, InspectorMethods } from '../../../src/protocol/inspectorProtocol';
import { RequestError } from '../../../src/protocol/requestError';
import { messagePort } from '../../../src/inspector/messagePort';
import { noFiles } from '../../support/noFiles';
import { idle, open } from '../../support/panelFixture';
import { memoryStore } from './memoryStores';
import { quietLog } from './quietLog';

const address = { url: 'ws://127.0.0.1:1/?token=1', masked: 'ws://127.0.0.1:1/?token=*' };
const dial: DialOptions = {
  url: address.url,
  subprotocols: ['chat'],
  headers: { Authorization: 'Bearer 1' },
  acceptUntrustedCertificate: false,
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A panel over a real channel, with an inspector whose answers the test gives. */
class Stage {
  readonly asked: { readonly name: string; readonly params: unknown }[] = [];
  readonly loads: string[] = [];
  readonly joined: boolean[] = [];
  readonly copied: string[] = [];
  readonly remembered: string[] = [];
  readonly exports: unknown[] = [];
  readonly commands: string[] = [];
  readonly told: ConnectionSnapshot[] = [];
  readonly log = quietLog();
  changes = 0;
  /** What the inspector answers, as far as a test comes to ask it. */
  readonly answers: Partial<Mutable<Handlers<InspectorMethods>>> = {
    'connection/open': () => null,
    'connection/cancel': () => null,
    'connection/close': () => null,
    'connection/forget': () => null,
  };
  beforeDial: () => Promise<void> = () => Promise.resolve();
  readonly window: PanelWindow;
  readonly panel: ConnectionPanel;
  /** The document's end of the channel. */
  readonly document: Endpoint<PanelSide>;
  private readonly channel = new MessageChannel();
  private readonly closeListeners: (() => void)[] = [];
  private connections = 0;

  constructor() {
    this.window = {
      port: messagePort(this.channel.port1),
      active: true,
      title: '',
      showJoined: (joined) => this.joined.push(joined),
      load: (name) => this.loads.push(name),
      reveal: () => undefined,
      dispose: () => this.closeListeners.forEach((listener) => listener()),
      onDidDispose: (listener) => this.closeListeners.push(listener),
    };
    this.panel = new ConnectionPanel({
      window: this.window,
      url: address.masked,
      services: {
        inspector: { request: (name, params) => this.ask(name, params) },
        addresses: {
          resolve: () => Promise.resolve(address),
          remember: ({ masked }) => Promise.resolve(void this.remembered.push(masked)),
        },
        log: this.log,
        memoryLimit: () => 1_000,
        beforeDial: () => this.beforeDial(),
        nextConnection: () => `connection-${++this.connections}`,
        exportRows: (_panel, selection) => this.exports.push(selection),
        files: noFiles,
        saved: new SavedMessages(memoryStore()),
        copyText: (text) => Promise.resolve(void this.copied.push(text)),
      },
      onChange: () => this.changes++,
    });
    this.document = new Endpoint<PanelSide>({
      port: messagePort(this.channel.port2),
      handlers: {},
      notices: {
        'connection/changed': (snapshot) => this.told.push(snapshot),
        'command/run': ({ command }) => this.commands.push(command),
      },
    });
  }

  hello() {
    return this.document.request('panel/hello', { protocol: protocolVersion, build });
  }

  close(): void {
    this.channel.port1.close();
  }

  names(): readonly string[] {
    return this.asked.map(({ name }) => name);
  }

  /** How the request with an index among all dialled. */
  dial(index: number): unknown {
    return (this.asked[index]?.params as { readonly dial: DialOptions } | undefined)?.dial;
  }

  private readonly ask: InspectorClient['request'] = async (name, params) => {
    this.asked.push({ name, params });
    const answer = this.answers[name];
    if (!answer) throw new Error(`No test answers ${name}.`);
    return answer(params, { signal: new AbortController().signal });
  };
}

describe('ConnectionPanel', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });

  afterEach(() => stage.close());

  it('loads its document, and is named after the address', () => {
    assert.deepEqual(stage.loads, ['connection-1']);
    assert.equal(stage.window.title, '127.0.0.1:1');
    assert.deepEqual(stage.joined, [false]);
  });

  it('tells a new document how things stand, without asking for a connection never made', async () => {
    const { snapshot, url, rowsLost } = await stage.hello();
    assert.deepEqual([snapshot.state, url, rowsLost], ['idle', address.masked, false]);
    assert.deepEqual(stage.asked, []);
  });

  it('tells a document that is built anew what it was not told', async () => {
    stage.answers['connection/read'] = () => ({ ...open, connection: 'connection-1' });
    await stage.panel.open(address, dial);
    const { snapshot } = await stage.hello();
    assert.equal(snapshot.state, 'open');
  });

  it('dials for itself, and remembers the address', async () => {
    await stage.panel.open(address, dial);
    assert.deepEqual(stage.asked, [
      { name: 'connection/open', params: { connection: 'connection-1', dial } },
    ]);
    assert.deepEqual(stage.remembered, [address.masked]);
    assert.equal(stage.panel.address, address.masked);
  });

  it('goes on with what it showed when it could not dial', async () => {
    stage.answers['connection/open'] = () => {
      throw new RequestError('already-open', 'Disconnect first.');
    };
    const other = { url: 'ws://other/', masked: 'ws://other/' };
    await assert.rejects(stage.panel.open(other, dial), { code: 'already-open' });
    assert.equal(stage.panel.address, address.masked);
    assert.equal(stage.window.title, '127.0.0.1:1');
    assert.deepEqual(stage.remembered, []);
  });

  it('dials nothing when it was closed meanwhile', async () => {
    stage.beforeDial = () => Promise.resolve(stage.panel.dispose());
    await stage.panel.open(address, dial);
    assert.deepEqual(stage.names(), ['connection/forget']);
  });

  it('dials the same address from its document in the same way, and no other', async () => {
    const params = { url: address.masked, acceptUntrustedCertificate: true };
    await stage.panel.open(address, dial);
    await stage.document.request('connection/open', params);
    const again = { ...dial, acceptUntrustedCertificate: true, habits: undefined };
    assert.deepEqual(stage.dial(1), again);
    await stage.panel.open({ url: 'ws://other/', masked: 'ws://other/' }, dial);
    await stage.document.request('connection/open', params);
    assert.deepEqual(stage.dial(3), {
      url: address.url,
      subprotocols: [],
      headers: {},
      acceptUntrustedCertificate: true,
      habits: undefined,
    });
  });

  it('hands news on to its document, and says when the state has changed', async () => {
    await stage.hello();
    stage.panel.show({ ...open, connection: 'connection-1' });
    stage.panel.show({ ...open, connection: 'connection-1', revision: 2 });
    await stage.document.request('host/ping', null);
    assert.equal(stage.told.length, 2);
    assert.equal(stage.changes, 1);
    assert.deepEqual(stage.joined, [false, true]);
    assert.ok(stage.panel.live);
  });

  it('logs states and problems, each once', () => {
    const problem = { code: 'refused', message: 'Nobody listens.', detail: undefined };
    const closed = { ...idle, state: 'closed', url: 'ws://a/', problem } as const;
    stage.panel.show(closed);
    stage.panel.show({ ...closed, revision: 2 });
    assert.deepEqual(stage.log.lines, [
      'fixture ws://a/: refused: Nobody listens.',
      'fixture ws://a/: closed',
    ]);
  });

  it('gives up while connecting, and closes with 1000 else', async () => {
    stage.panel.show({ ...idle, connection: 'connection-1', state: 'connecting' });
    await stage.panel.disconnect();
    stage.panel.show({ ...open, connection: 'connection-1' });
    await stage.panel.disconnect();
    assert.deepEqual(stage.asked, [
      { name: 'connection/cancel', params: { connection: 'connection-1' } },
      {
        name: 'connection/close',
        params: { connection: 'connection-1', code: 1000, reason: '' },
      },
    ]);
  });

  it('shows a capture, for which a document waits', async () => {
    let opened: ((snapshot: ConnectionSnapshot) => void) | undefined;
    const stored = { ...idle, state: 'closed', connection: 'connection-1' } as const;
    stage.answers['captures/open'] = () => new Promise((resolve) => (opened = resolve));
    stage.answers['connection/read'] = () => stored;
    const showing = stage.panel.showCapture('capture-1');
    const welcome = stage.hello();
    opened?.(stored);
    await showing;
    assert.equal((await welcome).snapshot.state, 'closed');
    assert.equal(stage.window.title, 'Capture of 127.0.0.1:1');
  });

  it('says that rows are lost which cannot be shown again', async () => {
    stage.answers['captures/open'] = () => {
      throw new RequestError('no-capture', 'It is gone.');
    };
    stage.answers['connection/read'] = () => idle;
    await stage.panel.restore('capture-1');
    assert.equal((await stage.hello()).rowsLost, true);
  });

  it('begins anew when the inspector has ended, with what was written', async () => {
    const storage = { capture: 'c-9', path: '/c-9', bytesOnDisk: 1, problem: undefined };
    stage.answers['captures/open'] = () => ({ ...idle, connection: 'connection-2', storage });
    await stage.panel.open(address, dial);
    stage.panel.show({ ...open, connection: 'connection-1', storage });
    stage.panel.loseInspector();
    assert.deepEqual(stage.loads, ['connection-1', 'connection-2']);
    assert.deepEqual(stage.asked.at(-1), {
      name: 'captures/open',
      params: { connection: 'connection-2', capture: 'c-9' },
    });
    const { snapshot } = await stage.hello();
    assert.equal(snapshot.problem?.code, 'inspector-ended');
    stage.panel.loseInspector();
    assert.equal(stage.asked.filter(({ name }) => name === 'captures/open').length, 1, 'once');
  });

  it('has its connection forgotten when it is closed', async () => {
    await stage.panel.open(address, dial);
    stage.panel.dispose();
    assert.deepEqual(stage.names(), ['connection/open', 'connection/forget']);
  });

  it('has its document do what a command asks for', async () => {
    await stage.hello();
    stage.panel.run('goTo');
    await stage.document.request('host/ping', null);
    assert.deepEqual(stage.commands, ['goTo']);
  });

  it('names its connection when its document asks for rows, and copies and exports for it', async () => {
    stage.answers['rows/read'] = () => new ArrayBuffer(8);
    await stage.document.request('rows/read', { generation: 1, start: 2, count: 3 });
    assert.deepEqual(stage.asked[0]?.params, {
      connection: 'connection-1',
      generation: 1,
      start: 2,
      count: 3,
    });
    const selection = { from: 1, to: 9, count: 4 };
    await stage.document.request('rows/export', { selection });
    await stage.document.request('rows/export', { selection: null });
    assert.deepEqual(stage.exports, [selection, null]);
    await stage.document.request('clipboard/write', { text: 'copied' });
    assert.deepEqual(stage.copied, ['copied']);
    const bad = { start: 'two' } as unknown as { generation: number; start: number; count: number };
    await assert.rejects(stage.document.request('rows/read', bad), { code: 'bad-params' });
  });
});
