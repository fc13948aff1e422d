import assert from 'node:assert/strict';
import { textReport } from '../../../src/conformance/textReport';
import { sampleReport } from './sampleReport';

describe('textReport', () => {
  it('counts each chapter and says what did not pass', () => {
    assert.deepEqual(textReport(sampleReport()).split('\n'), [
      'ws://localhost:8080/',
      'The server calls itself sample/1. It answers pings. It echoes text messages, binary ones not. It does not compress.',
      '',
      'Reserved opcodes  0 pass, 1 fail, 0 unclear',
      '  fail     opcode-3  Reserved data opcode 0x3 (RFC 6455 §5.2): It went on.',
      'Pings             1 pass, 0 fail, 1 unclear',
      '  unclear  pong  Reserved data opcode 0x3 (RFC 6455 §5.2): Who knows.',
      '',
      '3 checks in 1.3 s: 1 pass, 1 fail, 1 unclear',
      '',
    ]);
  });

  it('says that it was stopped', () => {
    const report = sampleReport({ asked: 9, results: [] });
    assert.match(textReport(report), /\nStopped after 0 of 9\. 0 checks in/);
  });
});
