import { Worker } from 'node:worker_threads';
import type { ConnectionSnapshot } from '../protocol/connectionSnapshot';
import type { InspectorClientSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import type { ExportProgress, InspectorSettings } from '../protocol/inspectorProtocol';
import { RequestError } from '../protocol/requestError';
import { describeFailure } from './failure';
import type { Log } from './log';
import { assertSameBuild, hostHello } from './sameBuild';
import { workerPort } from './workerPort';

/** VS Code gives an extension about 5 s to end: captures must be finished well before. */
const finishTimeLimitMs = 3_000;

export interface InspectorClientOptions {
  /** Path of the inspector's bundle. */
  readonly file: string;
  readonly settings: () => InspectorSettings;
  readonly onSnapshot: (snapshot: ConnectionSnapshot) => void;
  readonly onExporting: (progress: ExportProgress) => void;
  /** The worker has ended unasked, and with it every socket and every capture. */
  readonly onLost: () => void;
  readonly log: Log;
}

interface RunningInspector {
  readonly worker: Worker;
  readonly endpoint: Endpoint<InspectorClientSide>;
}

/**
 * The host's way to the inspector, which runs in a worker thread: a flood of frames must not
 * freeze the extension host, the one thread that all extensions share. The worker starts with
 * the first request; after it has ended, the next request starts a new one.
 */
export class InspectorClient {
  private running: Promise<RunningInspector> | undefined;
  private disposed = false;

  constructor(private readonly options: InspectorClientOptions) {}

  /** Asks the inspector, which is started first if it is not running. */
  readonly request: Endpoint<InspectorClientSide>['request'] = async (name, params, options) => {
    this.running ??= this.startOnce();
    const { endpoint } = await this.running;
    return endpoint.request(name, params, options);
  };

  /** Hands changed settings to an inspector that is running; a new one gets them at its start. */
  async configure(): Promise<void> {
    const running = await this.running;
    await running?.endpoint.request('inspector/configure', this.options.settings());
  }

  /** Ends the worker and with it all connections, for good. */
  async dispose(): Promise<void> {
    this.disposed = true;
    const running = await this.running?.catch(() => undefined);
    if (!running) return;
    await this.finish(running.endpoint);
    running.endpoint.close();
    await running.worker.terminate();
  }

  /** A start that fails is forgotten, so that the next request tries again. */
  private startOnce(): Promise<RunningInspector> {
    const starting = this.start();
    starting.catch(() => {
      if (this.running === starting) this.running = undefined;
    });
    return starting;
  }

  private async start(): Promise<RunningInspector> {
    const worker = new Worker(this.options.file, { name: 'socket-playground', execArgv: [] });
    worker.on('error', (error) => {
      this.options.log.error(`The inspector failed: ${describeFailure(error)}`);
    });
    worker.once('exit', (code) => this.ended(code));
    const endpoint = new Endpoint<InspectorClientSide>({
      port: workerPort(worker),
      handlers: {},
      notices: {
        'connection/changed': this.options.onSnapshot,
        'captures/exporting': this.options.onExporting,
      },
    });
    try {
      assertSameBuild(await endpoint.request('inspector/hello', hostHello));
      await endpoint.request('inspector/configure', this.options.settings());
    } catch (error) {
      await worker.terminate();
      throw error instanceof RequestError && error.code === 'port-closed' ? cannotStart() : error;
    }
    return { worker, endpoint };
  }

  /** A worker that is just ended leaves captures that look as if it had crashed. */
  private async finish(endpoint: RunningInspector['endpoint']): Promise<void> {
    try {
      await endpoint.request('inspector/finish', null, { timeLimitMs: finishTimeLimitMs });
    } catch (error) {
      this.options.log.error(`Captures were not finished: ${describeFailure(error)}`);
    }
  }

  private ended(code: number): void {
    if (this.disposed) return;
    this.running = undefined;
    this.options.log.error(`The inspector ended with code ${code}.`);
    this.options.onLost();
  }
}

function cannotStart(): RequestError {
  return new RequestError('inspector-ended', 'The inspector could not start. The log says why.');
}
