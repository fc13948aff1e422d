import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';

/** The environment variable with the address at which the meter reports to the benchmark. */
export const meterVariable = 'SOCKET_PLAYGROUND_DELAY_METER';

/** What `monitorEventLoopDelay({ resolution: 1 })` has found, in milliseconds. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** The benchmark's end of the meter that runs in an extension host (`delayMeter.entry`). */
export class DelayMeter {
  private meter: WebSocket | undefined;
  private readonly said: Promise<string>;

  private constructor(private readonly server: WebSocketServer) {
    this.said = new Promise((resolve) => {
      server.once('connection', (meter) => {
        this.meter = meter;
        meter.once('message', (data: Buffer) => resolve(data.toString()));
      });
    });
  }

  static async start(): Promise<DelayMeter> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new DelayMeter(server);
  }

  /** The environment with which VS Code must be started. */
  get env(): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return { [meterVariable]: `ws://127.0.0.1:${port}/` };
  }

  /** Resolves when the extension host can be measured, with the address of its flood server. */
  flood(): Promise<string> {
    return this.said;
  }

  /** Measures for so many milliseconds. */
  async measure(milliseconds: number): Promise<Delays> {
    const { meter } = this;
    if (!meter) throw new Error('The extension host has not been heard of yet.');
    meter.send('start');
    await delay(milliseconds);
    const answered = once(meter, 'message') as Promise<[Buffer]>;
    meter.send('stop');
    const [delays] = await answered;
    return JSON.parse(delays.toString()) as Delays;
  }

  end(): void {
    this.meter?.terminate();
    this.server.close();
  }
}
