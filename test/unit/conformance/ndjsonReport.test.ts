import assert from 'node:assert/strict';
import { ndjsonReport } from '../../../src/conformance/ndjsonReport';
import { sampleReport } from './sampleReport';

describe('ndjsonReport', () => {
  it('is one JSON object a line: the checks, then all in one', () => {
    const text = ndjsonReport(sampleReport());
    assert.ok(text.endsWith('}\n'));
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ type, id, verdict }) => [type, id, verdict]),
      [
        ['check', 'opcode-3', 'fail'],
        ['check', 'ping', 'pass'],
        ['check', 'pong', 'unclear'],
        ['summary', undefined, undefined],
      ],
    );
    const { steps, ...first } = lines[0];
    assert.deepEqual(first, {
      type: 'check',
      id: 'opcode-3',
      chapter: 'Reserved opcodes',
      title: 'Reserved data opcode 0x3',
      section: 'RFC 6455 §5.2',
      level: 'MUST',
      wants: 'Fail the connection.',
      verdict: 'fail',
      reason: 'It went on.',
      stepsOmitted: 0,
      ms: 1240,
    });
    assert.deepEqual(steps[0], {
      from: 'client',
      ms: 0,
      kind: 'head',
      text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    });
    assert.deepEqual(steps[1], {
      from: 'client',
      ms: 2,
      kind: 'frame',
      text: 'reserved data opcode 0x3, 0 bytes',
      hex: '838001020304',
      length: 6,
      breaks: ['reserved-opcode'],
    });
    assert.equal(steps[2].hex.length, 512);
    assert.equal(steps[2].length, 304);
    assert.deepEqual(lines[3], {
      type: 'summary',
      url: 'ws://localhost:8080/',
      started: '2026-01-02T03:04:05.000Z',
      ms: 1260,
      asked: 3,
      pass: 1,
      fail: 1,
      unclear: 1,
      facts: { pongs: true, echoesText: true, echoesBinary: false, software: 'sample/1' },
    });
  });
});
