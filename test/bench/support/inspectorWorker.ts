import { Worker } from 'node:worker_threads';
import { workerPort } from '../../../src/host/workerPort';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { InspectorClientSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';

/** Milliseconds that a request may take: longer than any figure that is worth printing. */
const timeLimitMs = 600_000;

/** The one connection of a benchmark. */
export const connection = 'bench';

/** The inspector as it ships: the minified bundle, in a worker started as the host starts it. */
export class InspectorWorker {
  private readonly worker = new Worker('./dist/inspector.js', { execArgv: [] });
  private readonly endpoint: Endpoint<InspectorClientSide>;
  private hear: (snapshot: ConnectionSnapshot) => void = () => {};

  constructor() {
    this.endpoint = new Endpoint<InspectorClientSide>({
      port: workerPort(this.worker),
      handlers: {},
      notices: {
        'connection/changed': (snapshot) => this.hear(snapshot),
        'captures/exporting': () => {},
      },
    });
  }

  readonly request: Endpoint<InspectorClientSide>['request'] = (name, params) =>
    this.endpoint.request(name, params, { timeLimitMs });

  /** Hands over the settings that hold by default, with a folder for captures. */
  async configure(capturesFolder: string): Promise<void> {
    await this.request('inspector/configure', {
      memoryLimit: 256_000_000,
      messageLimit: 100_000_000,
      handshakeTimeoutMs: 20_000,
      secretNames: [],
      capturesFolder,
    });
  }

  /**
   * Captures what a server sends until it closes the connection.
   *
   * @param frames how many must have come, the close frame aside
   * @param hear called with each snapshot
   * @throws Error if frames are missing, or were not written
   */
  async captureAll(
    url: string,
    frames: number,
    hear: (snapshot: ConnectionSnapshot) => void = () => {},
  ): Promise<void> {
    const closed = new Promise<ConnectionSnapshot>((resolve) => {
      this.hear = (snapshot) => {
        hear(snapshot);
        if (snapshot.state === 'closed') resolve(snapshot);
      };
    });
    const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
    await this.request('connection/open', { connection, dial });
    const { traffic, rows, storage } = await closed;
    if (traffic.in.frames !== frames + 1) throw new Error(`${traffic.in.frames} frames came`);
    if (rows.first > 0 || storage === undefined || storage.problem !== undefined) {
      throw new Error('rows were lost');
    }
  }

  async end(): Promise<void> {
    this.endpoint.close();
    await this.worker.terminate();
  }
}
