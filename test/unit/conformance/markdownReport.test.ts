import assert from 'node:assert/strict';
import { markdownReport } from '../../../src/conformance/markdownReport';
import { sampleReport, sampleResult } from './sampleReport';

describe('markdownReport', () => {
  it('sums up, then lists what did not pass, then tells of each check', () => {
    const lines = markdownReport(sampleReport()).split('\n');
    assert.equal(lines[0], '# WebSocket conformance of ws://localhost:8080/');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('#')),
      [
        '# WebSocket conformance of ws://localhost:8080/',
        '## Failed',
        '## Unclear',
        '## Reserved opcodes',
        '### `opcode-3` Reserved data opcode 0x3',
        '## Pings',
        '### `ping` Reserved data opcode 0x3',
        '### `pong` Reserved data opcode 0x3',
      ],
    );
    for (const line of [
      'Checked on 2026-01-02T03:04:05.000Z in 1.3 s: 1 pass, 1 fail, 1 unclear.',
      '| Pings | 1 | 0 | 1 |',
      '- `opcode-3` Reserved data opcode 0x3 (RFC 6455 §5.2): It went on.',
      '- `pong` Reserved data opcode 0x3 (RFC 6455 §5.2): Who knows.',
      '- Wanted (RFC 6455 §5.2, MUST): Fail the connection.',
      '- Verdict: **unclear**. Who knows.',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it('shows what was sent and what came back, in hex and cut', () => {
    const hex = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0'));
    assert.ok(
      markdownReport(sampleReport()).includes(
        [
          '```text',
          '→    0 ms  GET / HTTP/1.1',
          '            Host: a',
          '→    2 ms  reserved data opcode 0x3, 0 bytes (breaks a rule: reserved-opcode)',
          '            83 80 01 02 03 04',
          '← 1234 ms  text, 300 bytes',
          `            ${hex.join(' ')} … 272 more bytes`,
          '← 1235 ms  the server ends its side of the TCP connection',
          '```',
        ].join('\n'),
      ),
    );
  });

  it('says that it was stopped', () => {
    assert.match(markdownReport(sampleReport({ asked: 200 })), /stopped after 3 of 200 checks\./);
  });

  it('says how many steps are not shown', () => {
    const results = [sampleResult({ stepsOmitted: 7 })];
    assert.match(markdownReport(sampleReport({ results })), /\n… and 7 more\n```/);
  });

  it('takes nothing that a server says for markup', () => {
    const reason = 'It answered "<b>*x*</b> | `y` [z](w) #1 ~a~ &amp; \\".';
    const head = { ...sampleResult().steps[0]!, from: 'server' as const };
    const text = 'HTTP/1.1 400 ```\r\n````\r\nX: \u001b[2J\r\n\r\n';
    const results = [sampleResult({ reason, steps: [{ ...head, text }] })];
    const markdown = markdownReport(sampleReport({ results }));
    assert.ok(
      markdown.includes(
        String.raw`It answered "\<b\>\*x\*\</b\> \| \`y\` \[z\](w) \#1 \~a\~ \&amp; \\".`,
      ),
    );
    assert.match(markdown, /\n`````text\n.* 400 ```\n.*````\n.*X: \\x1b\[2J\n`````\n/);
  });

  it('cuts a long head', () => {
    const head = { ...sampleResult().steps[0]!, text: 'x'.repeat(3_000) };
    const markdown = markdownReport(sampleReport({ results: [sampleResult({ steps: [head] })] }));
    assert.match(markdown, /x{2000}\n +… 1000 more bytes\n/);
  });
});
