import { CannotCheck, runConformance } from '../conformance/conformanceRun';
import { factsText } from '../conformance/factsText';
import { markdownReport } from '../conformance/markdownReport';
import type {
  CheckerMethods,
  CheckOrder,
  CheckProgress,
  CheckReport,
} from '../protocol/checkerProtocol';
import type { Handlers } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import { RequestError } from '../protocol/requestError';
import { shownResult } from './shownResult';

export interface CheckerOptions {
  /** Which build this is. */
  readonly build: string;
  readonly tell: (progress: CheckProgress) => void;
}

/** Checks a server, once, and answers for it. */
export class Checker {
  readonly handlers: Handlers<CheckerMethods>;
  private readonly stop = new AbortController();

  constructor(private readonly options: CheckerOptions) {
    this.handlers = {
      'checker/hello': () => ({ protocol: protocolVersion, build: options.build }),
      'checker/run': (order) => this.run(order),
      'checker/stop': () => {
        this.stop.abort();
        return null;
      },
    };
  }

  private async run(order: CheckOrder): Promise<CheckReport> {
    try {
      const report = await runConformance({
        ...order,
        signal: this.stop.signal,
        onResult: (result, progress) =>
          this.options.tell({ result: shownResult(result), ...progress }),
      });
      const { facts, results, asked, durationMs } = report;
      return {
        facts: results.length === 0 ? '' : factsText(facts),
        done: results.length,
        total: asked,
        durationMs,
        markdown: markdownReport(report),
      };
    } catch (error) {
      throw error instanceof CannotCheck ? new RequestError(error.code, error.message) : error;
    }
  }
}
