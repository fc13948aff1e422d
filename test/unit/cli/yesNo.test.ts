import assert from 'node:assert/strict';
import { askYesNo, canAsk } from '../../../src/cli/yesNo';
import { TestTerminal } from './support/testTerminal';

describe('askYesNo', () => {
  const never = new AbortController().signal;

  for (const [answer, yes] of [
    ['y\n', true],
    ['YES \n', true],
    ['\n', false],
    ['n\n', false],
    ['yesterday\n', false],
  ] as const) {
    it(`takes ${JSON.stringify(answer)} for ${yes ? 'a yes' : 'a no'}`, async () => {
      const terminal = new TestTerminal();
      const asked = askYesNo(terminal, 'Go on?', never);
      terminal.input.write(answer);
      assert.equal(await asked, yes);
      assert.match(terminal.errors.text, /^Go on\? \(y\/N\) /);
      assert.equal(terminal.output.text, '');
    });
  }

  it('takes the end of the input for a no', async () => {
    const terminal = new TestTerminal();
    const asked = askYesNo(terminal, 'Go on?', never);
    terminal.input.end();
    assert.equal(await asked, false);
  });

  it('takes it for a no when it is no longer waited for', async () => {
    const stop = new AbortController();
    const asked = askYesNo(new TestTerminal(), 'Go on?', stop.signal);
    stop.abort();
    assert.equal(await asked, false);
  });

  it('needs somebody who reads and types', () => {
    assert.ok(!canAsk(new TestTerminal().interactive()));
    const terminal = new TestTerminal().interactive();
    Object.assign(terminal.errors, { isTTY: true });
    assert.ok(canAsk(terminal));
  });
});
