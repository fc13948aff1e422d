import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readCommandLine } from '../../../src/cli/commandLine';
import type { FrameDraft } from '../../../src/protocol/frameDraft';

const url = 'ws://localhost:8080/';

function orderOf(...words: string[]) {
  const order = readCommandLine(['connect', ...words]);
  assert.equal(order.kind, 'connect', JSON.stringify(order));
  return order.kind === 'connect' ? order : assert.fail();
}

describe('readCommandLine', () => {
  it('connects with nothing but an address', () => {
    assert.deepEqual(orderOf(url), {
      kind: 'connect',
      url,
      headers: {},
      subprotocols: [],
      firstFrames: [],
      echo: false,
      count: undefined,
      timeout: undefined,
      messageLimit: 100_000_000,
      insecure: false,
      deflate: true,
      capture: undefined,
      ndjson: false,
    });
  });

  it('knows every option, in any order', () => {
    const given = ['--header', 'X-A: 1', '--header=X-B:2:3', '--subprotocol', 'a', '--subprotocol'];
    const sent = ['--send', 'hi', '--ping', '--send-hex', '00 ff', '--send', '', '--ping', url];
    const limits = '--echo --count 3 --timeout 0.5 --max-message 1.5 --insecure --no-deflate';
    const words = [...given, 'b', ...sent, ...limits.split(' '), '--capture', 'a/b', '--ndjson'];
    assert.deepEqual(orderOf(...words), {
      kind: 'connect',
      url,
      headers: { 'X-A': '1', 'X-B': '2:3' },
      subprotocols: ['a', 'b'],
      firstFrames: [
        { kind: 'text', text: 'hi' },
        { kind: 'ping', text: '' },
        { kind: 'binary', encoding: 'hex', text: '00 ff' },
        { kind: 'text', text: '' },
        { kind: 'ping', text: '' },
      ],
      echo: true,
      count: 3,
      timeout: 0.5,
      messageLimit: 1_500_000,
      insecure: true,
      deflate: false,
      capture: 'a/b',
      ndjson: true,
    });
  });

  it('sends any texts in the order in which they are given', () => {
    const draft = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text): FrameDraft => ({ kind: 'text', text })),
      fc.constant<FrameDraft>({ kind: 'ping', text: '' }),
    );
    fc.assert(
      fc.property(fc.array(draft), (drafts) => {
        const words = drafts.map((one) => (one.kind === 'text' ? `--send=${one.text}` : '--ping'));
        assert.deepEqual(orderOf(...words, url).firstFrames, drafts);
      }),
    );
  });

  it('reads a capture', () => {
    assert.deepEqual(readCommandLine(['read', 'x', '--ndjson']), {
      kind: 'read',
      file: 'x',
      ndjson: true,
    });
    assert.deepEqual(readCommandLine(['read', 'x']), { kind: 'read', file: 'x', ndjson: false });
  });

  it('checks a server', () => {
    const nothing = { only: undefined, markdown: undefined, timeout: undefined };
    const usual = { ...nothing, answerTime: undefined, remote: false, insecure: false };
    assert.deepEqual(readCommandLine(['check', url]), {
      kind: 'check',
      url,
      ...usual,
      ndjson: false,
    });
    const chosen = '--only ping-text --markdown a.md --only close-1000 --remote --insecure';
    const limits = '--timeout 60 --answer-time 0.5 --ndjson';
    assert.deepEqual(readCommandLine(['check', ...`${chosen} ${limits}`.split(' '), url]), {
      kind: 'check',
      url,
      only: ['ping-text', 'close-1000'],
      markdown: 'a.md',
      remote: true,
      insecure: true,
      timeout: 60,
      answerTime: 0.5,
      ndjson: true,
    });
  });

  it('helps whenever it is asked to, but not inside a value', () => {
    for (const words of [['--help'], ['help'], ['connect', '--help'], ['read', '--nope', '--help']])
      assert.equal(readCommandLine(words).kind, 'help');
    assert.equal(readCommandLine(['--version']).kind, 'version');
    assert.equal(orderOf('--', '--help').url, '--help');
  });

  const mistakes: [words: string[], says: RegExp][] = [
    [[], /command is missing.*connect, read or check/],
    [['listen'], /"listen" is no command/],
    [['connect'], /connect needs an address/],
    [['connect', url, 'ws://other'], /"ws:\/\/other" is a second one.*quotes/],
    [['connect', url, '--nope'], /Unknown option '--nope'/],
    [['connect', url, '--send'], /'--send <value>' argument missing\.$/],
    [['connect', url, '--ping=x'], /'--ping' does not take an argument/],
    [['connect', url, '--send', '--ping'], /ambiguous/],
    [['connect', url, '--send-hex', '0'], /--send-hex: .*two/],
    [['connect', url, '--send-hex', 'xy'], /--send-hex: "x" is no hex digit/],
    [['connect', url, '--count', '0'], /"0" is no number of messages.*from 1/],
    [['connect', url, '--count', '1.5'], /"1\.5" is no number of messages/],
    [['connect', url, '--timeout', '0'], /"0" is no time.*above 0/],
    [['connect', url, '--timeout', '5s'], /"5s" is no time/],
    [['connect', url, '--max-message', 'big'], /"big" is no size.*0 for no limit/],
    [['connect', url, '--header', 'secret'], /header field has no colon/],
    [['connect', url, '--header', 'A: 1', '--header', 'A: 2'], /"A" is there twice/],
    [['read'], /read needs the path of a capture/],
    [['read', 'a', 'b'], /"b" is a second one/],
    [['read', 'a', '--echo'], /Unknown option '--echo'/],
    [['check'], /check needs an address/],
    [['check', url, '--echo'], /Unknown option '--echo'/],
    [['check', url, '--answer-time', '2147484'], /"2147484" is too long.* at most 2147483 seconds/],
    [['connect', url, '--timeout', '2147483.1'], /"2147483\.1" is too long.*--timeout at most/],
    [['check', url, '--answer-time', '0'], /"0" is no time. Give --answer-time .*above 0/],
  ];
  for (const [words, says] of mistakes) {
    it(`says what is wrong with "${words.join(' ')}"`, () => {
      const order = readCommandLine(words);
      assert.equal(order.kind, 'mistake');
      assert.match(order.kind === 'mistake' ? order.message : '', says);
    });
  }

  it('repeats no value of a header field, which may be secret', () => {
    for (const fields of [['word'], ['X: word', 'X: word']]) {
      const words = fields.flatMap((field) => ['--header', field]);
      assert.ok(!JSON.stringify(readCommandLine(['connect', url, ...words])).includes('word'));
    }
  });
});
