import type { CheckResult, ConformanceReport } from '../../../src/conformance/conformanceReport';
import type { Step } from '../../../src/conformance/transcript';

const nothing = { bytes: new Uint8Array(0), length: 0, breaks: [] };

const steps: readonly Step[] = [
  {
    from: 'client',
    ms: 0,
    kind: 'head',
    text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    ...nothing,
    length: 27,
  },
  {
    from: 'client',
    ms: 2,
    kind: 'frame',
    text: 'reserved data opcode 0x3, 0 bytes',
    bytes: Uint8Array.of(0x83, 0x80, 1, 2, 3, 4),
    length: 6,
    breaks: ['reserved-opcode'],
  },
  {
    from: 'server',
    ms: 1234,
    kind: 'frame',
    text: 'text, 300 bytes',
    bytes: Uint8Array.from({ length: 256 }, (_, index) => index),
    length: 304,
    breaks: [],
  },
  {
    from: 'server',
    ms: 1235,
    kind: 'event',
    text: 'ends its side of the TCP connection',
    ...nothing,
  },
];

/** A result of a check that was never played. */
export function sampleResult(change: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'opcode-3',
    title: 'Reserved data opcode 0x3',
    section: 'RFC 6455 §5.2',
    level: 'MUST',
    wants: 'Fail the connection.',
    chapter: 'Reserved opcodes',
    verdict: 'fail',
    reason: 'It went on.',
    steps,
    stepsOmitted: 0,
    ms: 1240,
    ...change,
  };
}

/** A report with one result for each verdict. */
export function sampleReport(change: Partial<ConformanceReport> = {}): ConformanceReport {
  const quiet = { steps: [], ms: 1 };
  return {
    url: 'ws://localhost:8080/',
    startedMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    durationMs: 1_260,
    facts: {
      pongs: true,
      echoesText: true,
      echoesBinary: false,
      deflate: undefined,
      software: 'sample/1',
    },
    results: [
      sampleResult(),
      sampleResult({ ...quiet, id: 'ping', chapter: 'Pings', verdict: 'pass' }),
      sampleResult({
        ...quiet,
        id: 'pong',
        chapter: 'Pings',
        verdict: 'unclear',
        reason: 'Who knows.',
      }),
    ],
    asked: 3,
    ...change,
  };
}
