import { Worker } from 'node:worker_threads';
import type { CheckerClientSide } from '../protocol/contracts';
import type { CheckOrder, CheckProgress, CheckReport } from '../protocol/checkerProtocol';
import { Endpoint } from '../protocol/endpoint';
import { RequestError } from '../protocol/requestError';
import { describeFailure } from './failure';
import type { Log } from './log';
import { assertSameBuild, hostHello } from './sameBuild';
import { workerPort } from './workerPort';

/** One run of the conformance kit against a server. */
export interface CheckerRun {
  /** Rejects with a RequestError that says why the server could not be checked. */
  readonly report: Promise<CheckReport>;
  /** Ends the checks: the report has what is known so far. */
  stop(): void;
  /** Ends the run at once; the report rejects. */
  end(): void;
}

export interface CheckerRunOptions {
  /** Path of the checker's bundle. */
  readonly file: string;
  readonly order: CheckOrder;
  readonly onResult: (progress: CheckProgress) => void;
  readonly log: Log;
}

/**
 * Runs the conformance kit in a worker thread of its own, which starts now and ends with the run:
 * the extension host is one thread that all extensions share, and the inspector has captures to
 * look after.
 */
export function startChecker({ file, order, onResult, log }: CheckerRunOptions): CheckerRun {
  const worker = new Worker(file, { name: 'socket-playground-checker', execArgv: [] });
  worker.on('error', (error) => log.error(`The checker failed: ${describeFailure(error)}`));
  const endpoint = new Endpoint<CheckerClientSide>({
    port: workerPort(worker),
    handlers: {},
    notices: { 'checker/result': onResult },
  });
  const end = () => void worker.terminate();
  return {
    report: reportOf(endpoint, order).finally(end),
    stop: () => {
      // A checker that is gone needs not be stopped.
      endpoint.request('checker/stop', null).catch(() => undefined);
    },
    end,
  };
}

async function reportOf(
  endpoint: Endpoint<CheckerClientSide>,
  order: CheckOrder,
): Promise<CheckReport> {
  try {
    assertSameBuild(await endpoint.request('checker/hello', hostHello));
    return await endpoint.request('checker/run', order, { timeLimitMs: Infinity });
  } catch (error) {
    const ended = error instanceof RequestError && error.code === 'port-closed';
    throw ended ? checkerEnded() : error;
  }
}

function checkerEnded(): RequestError {
  return new RequestError('checker-ended', 'The checks ended unexpectedly. The log says why.');
}
