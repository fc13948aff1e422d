import { checkAddress } from '../session/address';
import { dialProblem } from '../session/dialProblem';
import { hiddenSecrets, maskSecrets } from '../wire/knownSecrets';
import { maskHead, maskUrl } from '../wire/secretMask';
import type { Check } from './check';
import { allChapters } from './checks/allChapters';
import type { CheckResult, ConformanceReport } from './conformanceReport';
import { openingRequest } from './openingRequest';
import { PlayEnds, fail, type Outcome } from './outcome';
import { RawConnection } from './rawConnection';
import { findFacts, nothingKnown, type ServerFacts } from './serverFacts';
import { Stage } from './stage';
import { findTarget, type Target } from './target';
import { Transcript, type Secrets } from './transcript';

/** Checks that are played at the same time, each on connections of its own. */
export const parallelChecks = 8;

/** Milliseconds that a server has for each thing that is awaited of it, unless told otherwise. */
export const defaultAnswerLimitMs = 3_000;

export interface ConformanceOptions {
  /** As typed, with its secrets. */
  readonly url: string;
  /** That a server which is not on this machine may be checked: the user was asked. */
  readonly confirmed: boolean;
  /** Go on although the server's certificate is not trusted. */
  readonly acceptUntrustedCertificate: boolean;
  /** Names of header fields and query parameters whose values are masked in the report. */
  readonly secretNames: readonly string[];
  /** Ids of the checks to play; all unless told. */
  readonly only?: readonly string[] | undefined;
  readonly answerLimitMs?: number;
  /** Stops the run: the report has the results that are there. */
  readonly signal?: AbortSignal;
  /** Hears each result as soon as it is there, in any order. */
  readonly onResult?: (result: CheckResult, progress: RunProgress) => void;
}

/** How far a run has got. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
}

export type CannotCheckCode =
  | 'bad-address'
  | 'not-confirmed'
  | 'unknown-check'
  | 'cannot-connect'
  /** It could be connected with `acceptUntrustedCertificate`. */
  | 'untrusted-certificate';

/** No check was played; the message says why, then what to do. */
export class CannotCheck extends Error {
  constructor(
    readonly code: CannotCheckCode,
    message: string,
  ) {
    super(message);
  }
}

/** A check with the chapter that it stands in. */
interface ChosenCheck extends Check {
  readonly chapter: string;
}

/**
 * Checks a server against RFC 6455 and RFC 7692.
 *
 * @throws CannotCheck if it cannot be checked at all
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const startedMs = Date.now();
  const checks = chosenChecks(options.only);
  const address = checkAddress(options.url);
  if (!address.ok) throw new CannotCheck('bad-address', address.message);
  const target = await unlessStopped(findServer(address.url, options), options.signal);
  const { facts, results } = target
    ? await new Run(target, options).playAll(checks)
    : { facts: nothingKnown, results: [] };
  return {
    url: maskUrl(address.url, options.secretNames),
    startedMs,
    durationMs: Date.now() - startedMs,
    facts,
    results,
    asked: checks.length,
  };
}

function chosenChecks(only: readonly string[] | undefined): ChosenCheck[] {
  const all = allChapters.flatMap(({ title, checks }) =>
    checks.map((check) => ({ ...check, chapter: title })),
  );
  if (!only) return all;
  const unknown = only.find((id) => !all.some((check) => check.id === id));
  if (unknown === undefined) return all.filter(({ id }) => only.includes(id));
  throw new CannotCheck(
    'unknown-check',
    `There is no check "${unknown}". A report of all checks names each.`,
  );
}

/** Where the server is: a target that takes a connection, and that may be checked. */
async function findServer(url: string, options: ConformanceOptions): Promise<Target> {
  return reachedTarget(await confirmedTarget(url, options), options);
}

async function confirmedTarget(url: string, options: ConformanceOptions): Promise<Target> {
  const target = await orCannotConnect(options, () =>
    findTarget(url, options.acceptUntrustedCertificate),
  );
  if (target.loopback || options.confirmed) return target;
  throw new CannotCheck(
    'not-confirmed',
    `${target.host} is not this machine. The kit sends frames and requests that break the rules. Check only a server that is yours, or whose owner agrees.`,
  );
}

/** The target with the first of its addresses that takes a connection, and no other. */
async function reachedTarget(target: Target, options: ConformanceOptions): Promise<Target> {
  return orCannotConnect(options, async () => {
    const failures: unknown[] = [];
    for (const address of target.addresses) {
      const one = { ...target, addresses: [address] };
      try {
        const nobody = { onBytes() {}, onEnd() {} };
        const connection = await RawConnection.connect(one, nobody, options.signal);
        connection.destroy();
        return one;
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  });
}

/** Waits for something, but not beyond the end of the run. @returns `undefined` if it is stopped */
async function unlessStopped<T>(
  doing: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (!signal) return doing;
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([stopped, doing]);
}

async function orCannotConnect<T>(
  { url, secretNames }: ConformanceOptions,
  connect: () => Promise<T>,
): Promise<T> {
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const masked = maskUrl(url.trim(), secretNames);
    const problem = dialProblem({ error, url: masked, received: '', subprotocols: [] });
    const untrusted = problem.code === 'untrusted-certificate';
    throw new CannotCheck(untrusted ? problem.code : 'cannot-connect', problem.message);
  }
}

/** One run against one server. */
class Run {
  private readonly stages = new Set<Stage>();
  private readonly signal: AbortSignal;
  private readonly secrets: Secrets;

  constructor(
    private readonly target: Target,
    private readonly options: ConformanceOptions,
  ) {
    this.signal = options.signal ?? new AbortController().signal;
    const { secretNames: names } = options;
    const { head } = openingRequest(target);
    this.secrets = { names, values: hiddenSecrets(head, maskHead(head, names)) };
  }

  /** Plays checks. @returns what is there when all are played or the run is stopped */
  async playAll(checks: readonly ChosenCheck[]) {
    const stop = () => {
      for (const stage of this.stages) stage.clear();
    };
    this.signal.addEventListener('abort', stop);
    try {
      const facts = await this.findFacts();
      return { facts, results: await this.playSome(checks, facts) };
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  private async findFacts(): Promise<ServerFacts> {
    try {
      const facts = await this.onStage(nothingKnown, this.transcript(), findFacts);
      return { ...facts, software: this.masked(facts.software) };
    } catch (error) {
      if (!(error instanceof PlayEnds)) throw error;
      if (this.signal.aborted) return nothingKnown;
      throw new CannotCheck(
        'cannot-connect',
        `The server cannot be checked. ${this.masked(error.message)} Check the address, its path included.`,
      );
    }
  }

  /** Plays some checks at a time, until none is left or the run is stopped. */
  private async playSome(
    checks: readonly ChosenCheck[],
    facts: ServerFacts,
  ): Promise<CheckResult[]> {
    const results = new Map<ChosenCheck, CheckResult>();
    const left = checks.values();
    const playNext = async () => {
      for (const check of left) {
        if (this.signal.aborted) return;
        const result = await this.play(check, facts);
        // What a play makes of connections that were let go of is no result.
        if (this.isStopped()) return;
        results.set(check, result);
        this.options.onResult?.(result, { done: results.size, total: checks.length });
      }
    };
    await Promise.all(Array.from({ length: parallelChecks }, playNext));
    return checks.flatMap((check) => results.get(check) ?? []);
  }

  private async play(check: ChosenCheck, facts: ServerFacts): Promise<CheckResult> {
    const { play, ...about } = check;
    const transcript = this.transcript();
    const start = performance.now();
    const outcome = await this.onStage(facts, transcript, async (stage) =>
      judgeFrames(stage, await outcomeOf(play(stage))),
    );
    const ms = Math.round(performance.now() - start);
    const { steps, omitted: stepsOmitted } = transcript;
    const reason = this.masked(outcome.reason);
    return { ...about, verdict: outcome.verdict, reason, steps, stepsOmitted, ms };
  }

  private async onStage<T>(
    facts: ServerFacts,
    transcript: Transcript,
    act: (stage: Stage) => Promise<T>,
  ): Promise<T> {
    const { answerLimitMs = defaultAnswerLimitMs } = this.options;
    const stage = new Stage({ target: this.target, transcript, answerLimitMs, facts });
    this.stages.add(stage);
    try {
      return await act(stage);
    } finally {
      stage.clear();
      this.stages.delete(stage);
    }
  }

  private isStopped(): boolean {
    return this.signal.aborted;
  }

  private transcript(): Transcript {
    return new Transcript(this.secrets);
  }

  /** A server may repeat in any of its words what it was sent. */
  private masked(text: string): string {
    return maskSecrets(text, this.secrets.values);
  }
}

async function outcomeOf(play: Promise<Outcome>): Promise<Outcome> {
  try {
    return await play;
  } catch (error) {
    if (error instanceof PlayEnds) return error.outcome;
    throw error;
  }
}

/** Whatever was asked, no frame of the server may break a rule itself. */
function judgeFrames({ conversations }: Stage, outcome: Outcome): Outcome {
  if (outcome.verdict === 'fail') return outcome;
  const broken = conversations
    .flatMap(({ frames }) => frames)
    .flatMap(({ findings }) => findings)
    // A server that fails the connection may do so inside a frame.
    .find(({ severity, code }) => severity === 'error' && code !== 'truncated');
  return broken ? fail(`What it sent breaks ${broken.section}: ${broken.text}`) : outcome;
}
