import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ServerClientSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import { RequestError } from '../protocol/requestError';
import type { ServerFacts } from '../protocol/serverProtocol';
import { childPort } from './childPort';
import { describeFailure } from './failure';
import type { Log } from './log';
import { assertSameBuild, hostHello } from './sameBuild';

/** Milliseconds that the server may take to say goodbye to its peers before it is killed. */
const stopTimeLimitMs = 2000;

export interface PlaygroundProcessOptions {
  /** Path of the server's bundle. */
  readonly file: string;
  /** The TCP port to try first. */
  readonly port: () => number;
  /** Origins of web pages that may connect besides those of this machine. */
  readonly allowedOrigins: () => readonly string[];
  /** Called when the server has started or ended; see {@link PlaygroundProcess.facts}. */
  readonly onChange: () => void;
  /** The process has ended without having been asked to. */
  readonly onLost: () => void;
  readonly log: Log;
}

interface RunningServer {
  readonly child: ChildProcess;
  readonly endpoint: Endpoint<ServerClientSide>;
  readonly facts: ServerFacts;
}

/**
 * The playground server: a child process, so that "the other process" really is another one,
 * with a pid of its own. Its channel to the host ends with the host, and the process with it.
 */
export class PlaygroundProcess {
  /** Process, port and address of the running server; `undefined` while there is none. */
  facts: ServerFacts | undefined;
  private running: Promise<RunningServer> | undefined;
  private stopping = false;
  /** Set while {@link stop} is at work. */
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: PlaygroundProcessOptions) {}

  /** Starts the server if it is not running; one that is being stopped goes first. */
  async start(): Promise<ServerFacts> {
    await this.stopped;
    this.running ??= this.launch();
    return (await this.running).facts;
  }

  /** Ends the server's connections, then its process; resolves when it has gone. */
  async stop(): Promise<void> {
    this.stopped ??= this.endRunning().finally(() => {
      this.stopped = undefined;
    });
    await this.stopped;
  }

  private async endRunning(): Promise<void> {
    const running = await this.running?.catch(() => undefined);
    if (!running) return;
    const { child, endpoint } = running;
    this.stopping = true;
    try {
      await endpoint.request('server/stop', null, { timeLimitMs: stopTimeLimitMs });
    } catch (error) {
      this.options.log.warn(`The playground server was killed: ${describeFailure(error)}`);
    }
    await end(child);
  }

  private async launch(): Promise<RunningServer> {
    this.stopping = false;
    const child = fork(this.options.file, [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.watch(child);
    const endpoint = new Endpoint<ServerClientSide>({
      port: childPort(child),
      handlers: {},
      notices: {
        'server/peers': ({ count }) => this.options.log.info(`Playground server: ${count} peers.`),
      },
    });
    try {
      assertSameBuild(await endpoint.request('server/hello', hostHello));
      const facts = await endpoint.request('server/start', {
        port: this.options.port(),
        allowedOrigins: this.options.allowedOrigins(),
      });
      this.started(facts);
      return { child, endpoint, facts };
    } catch (error) {
      this.stopping = true;
      await end(child);
      this.running = undefined;
      throw error instanceof RequestError && error.code === 'port-closed' ? cannotStart() : error;
    }
  }

  private watch(child: ChildProcess): void {
    const { log } = this.options;
    child.stderr?.on('data', (chunk: Buffer) => log.warn(`Playground server: ${String(chunk)}`));
    child.on('error', (error) => log.error(`Playground server: ${describeFailure(error)}`));
    child.once('exit', (code, signal) => this.ended(code ?? signal));
  }

  private started(facts: ServerFacts): void {
    this.facts = facts;
    this.options.log.info(`The playground server listens on ${facts.url} (process ${facts.pid}).`);
    this.options.onChange();
  }

  private ended(reason: string | number | null): void {
    const wasListening = this.facts !== undefined;
    this.facts = undefined;
    this.running = undefined;
    this.options.log.info(`The playground server ended (${reason ?? 'unknown reason'}).`);
    this.options.onChange();
    if (wasListening && !this.stopping) this.options.onLost();
  }
}

/** Ends a child process and waits until it has gone. */
async function end(child: ChildProcess): Promise<void> {
  const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  if (!running) return;
  const gone = once(child, 'exit');
  const impatient = setTimeout(() => child.kill('SIGKILL'), stopTimeLimitMs);
  child.kill();
  await gone;
  clearTimeout(impatient);
}

function cannotStart(): RequestError {
  return new RequestError(
    'server-ended',
    'The playground server could not start. The log says why.',
  );
}
