import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerPort } from '../../src/host/workerPort';
import { defaultSettings, Inspector } from '../../src/inspector/inspector';
import type { ConnectionId, ConnectionSnapshot } from '../../src/protocol/connectionSnapshot';
import type { InspectorClientSide } from '../../src/protocol/contracts';
import { Endpoint } from '../../src/protocol/endpoint';
import type { BytesView, FrameDetail, FrameFields } from '../../src/protocol/frameDetail';
import type { FrameDraft } from '../../src/protocol/frameDraft';
import type {
  DialOptions,
  InspectorMethods,
  InspectorSettings,
} from '../../src/protocol/inspectorProtocol';
import { decodeRowBatch, mostRows, type Row } from '../../src/protocol/rowBatch';
import { within } from '../support/peers/within';

/** Milliseconds to wait for a connection to get where a test wants it. */
const defaultLimitMs = 10_000;

type Ask = <Name extends keyof InspectorMethods>(
  name: Name,
  params: InspectorMethods[Name]['params'],
) => Promise<InspectorMethods[Name]['result']>;

/** An inspector as its users see it: requests, and snapshots that come unasked. */
export class Inspection {
  private readonly heard = new EventEmitter().setMaxListeners(0);
  private readonly newest = new Map<ConnectionId, ConnectionSnapshot>();
  private opened = 0;

  private constructor(
    connect: (hear: (snapshot: ConnectionSnapshot) => void) => {
      ask: Ask;
      dispose: () => Promise<void>;
    },
  ) {
    const { ask, dispose } = connect((snapshot) => {
      this.newest.set(snapshot.connection, snapshot);
      this.heard.emit(snapshot.connection, snapshot);
    });
    this.ask = ask;
    this.dispose = dispose;
  }

  readonly ask: Ask;
  readonly dispose: () => Promise<void>;

  /** An inspector in the test's own thread, its handlers called directly. */
  static inProcess(): Inspection {
    return new Inspection((hear) => {
      const inspector = new Inspector({ tell: hear, build: 'test' });
      const { signal } = new AbortController();
      return {
        // Each handler takes and gives what belongs to its own name, which a union cannot say.
        ask: async (name, params) =>
          (await inspector.handlers[name](params as never, { signal })) as never,
        dispose: async () => inspector.dispose(),
      };
    });
  }

  /** The inspector that ships, in a worker thread, behind the port that the host uses. */
  static inWorker(): Inspection {
    return new Inspection((hear) => {
      const worker = new Worker('./dist/inspector.js');
      const endpoint = new Endpoint<InspectorClientSide>({
        port: workerPort(worker),
        handlers: {},
        notices: { 'connection/changed': hear, 'captures/exporting': () => {} },
      });
      return {
        ask: async (name, params) => (await endpoint.request(name, params as never)) as never,
        dispose: async () => {
          endpoint.close();
          await worker.terminate();
        },
      };
    });
  }

  async configure(settings: Partial<InspectorSettings>): Promise<void> {
    await this.ask('inspector/configure', { ...defaultSettings, ...settings });
  }

  /** Starts dialling; what comes of it is to be awaited. */
  async dial(url: string, options: Partial<DialOptions> = {}): Promise<DialledConnection> {
    const id = `connection ${++this.opened}`;
    await this.ask('connection/open', {
      connection: id,
      dial: { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: true, ...options },
    });
    return new DialledConnection(this, id);
  }

  /** The newest snapshot that was told. */
  told(id: ConnectionId): ConnectionSnapshot | undefined {
    return this.newest.get(id);
  }

  /** Resolves with the next snapshot of a connection that is told. */
  async nextTold(id: ConnectionId): Promise<ConnectionSnapshot> {
    const [snapshot] = (await once(this.heard, id)) as [ConnectionSnapshot];
    return snapshot;
  }
}

/** A frame as the inspector shows it, with its bytes. */
export interface ListedFrame {
  readonly fields: FrameFields;
  readonly payload: Buffer;
  readonly bytes: Buffer;
}

/** One connection of an inspector. */
export class DialledConnection {
  constructor(
    private readonly inspection: Inspection,
    readonly id: ConnectionId,
  ) {}

  /** The first told snapshot, from the newest on, that `wanted` likes. */
  async until(
    what: string,
    wanted: (snapshot: ConnectionSnapshot) => boolean | Promise<boolean>,
    limitMs = defaultLimitMs,
  ): Promise<ConnectionSnapshot> {
    const look = async () => {
      for (;;) {
        const next = this.inspection.nextTold(this.id);
        const snapshot = this.inspection.told(this.id);
        if (snapshot && (await wanted(snapshot))) return snapshot;
        await next;
      }
    };
    const last = () => `${what}; last told: ${JSON.stringify(this.inspection.told(this.id))}`;
    return within(limitMs, last, look());
  }

  async untilState(state: ConnectionSnapshot['state'], limitMs?: number) {
    return this.until(state, (snapshot) => snapshot.state === state, limitMs);
  }

  /** The first row, as soon as it is listed, that `wanted` likes. */
  async untilRow(what: string, wanted: (row: Row) => boolean, limitMs?: number): Promise<Row> {
    let found: Row | undefined;
    await this.until(
      what,
      async () => {
        found = (await this.rows()).find(wanted);
        return found !== undefined;
      },
      limitMs,
    );
    return found!;
  }

  async send(draft: FrameDraft): Promise<void> {
    await this.inspection.ask('frame/send', { connection: this.id, draft });
  }

  async close(code: number, reason: string): Promise<ConnectionSnapshot> {
    await this.inspection.ask('connection/close', { connection: this.id, code, reason });
    return this.untilState('closed');
  }

  async rows(): Promise<readonly Row[]> {
    const read = { connection: this.id, generation: 0, start: 0, count: mostRows };
    return decodeRowBatch(await this.inspection.ask('rows/read', read)).rows;
  }

  async detail(row: number): Promise<FrameDetail> {
    return this.inspection.ask('frame/read', { connection: this.id, row });
  }

  /** All bytes of one of a row's views. */
  async bytes(row: number, view: BytesView): Promise<Buffer> {
    const read = { connection: this.id, row, view, offset: 0, length: 16 * 1024 * 1024 };
    return Buffer.from((await this.inspection.ask('bytes/read', read)).bytes);
  }

  /** All frames that are listed, in the order of the rows. */
  async frames(): Promise<ListedFrame[]> {
    const frames: ListedFrame[] = [];
    for (const row of (await this.rows()).keys()) {
      const detail = await this.detail(row);
      if (detail.kind === 'status') continue;
      const [payload, bytes] = [await this.bytes(row, 'payload'), await this.bytes(row, 'frame')];
      frames.push({ fields: detail.fields, payload, bytes });
    }
    return frames;
  }

  /** The text messages of one direction, reassembled and inflated. */
  async texts(direction: Row['direction']): Promise<string[]> {
    const texts: string[] = [];
    for (const [row, { kind, opcode, direction: way }] of (await this.rows()).entries()) {
      if (kind === 'frame' && opcode === 1 && way === direction) {
        texts.push((await this.bytes(row, 'message')).toString());
      }
    }
    return texts;
  }
}
