import assert from 'node:assert/strict';
import { promptHelp, readTypedLine } from '../../../src/cli/typedLine';
import type { FrameDraft } from '../../../src/protocol/frameDraft';

describe('readTypedLine', () => {
  const sends: [line: string, draft: FrameDraft][] = [
    ['hello', { kind: 'text', text: 'hello' }],
    [' spaces ', { kind: 'text', text: ' spaces ' }],
    ['//ping', { kind: 'text', text: '/ping' }],
    ['/ping', { kind: 'ping', text: '' }],
    ['/ping a b', { kind: 'ping', text: 'a b' }],
    ['/pong x', { kind: 'pong', text: 'x' }],
    ['/hex 00 ff', { kind: 'binary', encoding: 'hex', text: '00 ff' }],
    ['/close', { kind: 'close', code: 1000, reason: '' }],
    ['/close 4001', { kind: 'close', code: 4001, reason: '' }],
    ['/close 1000 all done', { kind: 'close', code: 1000, reason: 'all done' }],
  ];
  for (const [line, draft] of sends) {
    it(`sends for "${line}"`, () => {
      assert.deepEqual(readTypedLine(line), { kind: 'send', draft });
    });
  }

  const tells: [line: string, says: RegExp][] = [
    ['/help', /sent as a text message/],
    ['/nope', /\/nope is no command.*\/help/],
    ['/', /is no command/],
    ['/hex 0', /one hex digit/],
    ['/close soon', /"soon" is no close code/],
    ['/close 1006', /1006 must not be sent/],
    [`/ping ${'x'.repeat(126)}`, /125 bytes/],
  ];
  for (const [line, says] of tells) {
    it(`tells about "${line.slice(0, 20)}"`, () => {
      const meaning = readTypedLine(line);
      assert.match(meaning.kind === 'tell' ? meaning.text : '', says);
    });
  }

  it('does nothing for an empty line', () => {
    assert.deepEqual(readTypedLine(''), { kind: 'nothing' });
  });

  it('knows every command that its help names', () => {
    const commands = [...promptHelp.matchAll(/^ {2}(\/\w+)/gm)].map(([, command = '']) => command);
    assert.ok(commands.length >= 4);
    for (const command of commands) {
      const meaning = readTypedLine(command);
      assert.ok(meaning.kind !== 'tell' || !meaning.text.includes('is no command'), command);
    }
  });
});
