import { once } from 'node:events';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { WebSocket } from 'ws';
import { meterVariable, type Delays } from './delayMeter';
import { endless, startFloodServer } from './floodServer';

const messageSize = 64;
const nanosecondsPerMillisecond = 1e6;

/**
 * Measures the event loop that it runs in, that of an extension host, whenever the benchmark says
 * so and until it has gone. VS Code calls it as it calls a suite of tests.
 *
 * It also starts the flood server, as a child of the extension host: Linux shares its cores among
 * sessions first (autogroup), and all of VS Code would stand against the server alone if that were
 * in another one.
 */
export async function run(): Promise<void> {
  const flood = await startFloodServer({ program: path.join(__dirname, 'floodServer.entry.js') });
  const benchmark = new WebSocket(process.env[meterVariable] ?? '');
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const orders: Readonly<Record<string, () => void>> = {
    start: () => {
      delays.reset();
      delays.enable();
    },
    stop: () => {
      delays.disable();
      benchmark.send(JSON.stringify(resultOf(delays)));
    },
  };
  benchmark.on('open', () => benchmark.send(flood.url(messageSize, endless)));
  benchmark.on('message', (order: Buffer) => orders[order.toString()]?.());
  await once(benchmark, 'close');
  flood.stop();
}

function resultOf(delays: ReturnType<typeof monitorEventLoopDelay>): Delays {
  const percentile = (share: number) => delays.percentile(share) / nanosecondsPerMillisecond;
  return {
    p50: percentile(50),
    p99: percentile(99),
    longest: delays.max / nanosecondsPerMillisecond,
  };
}
