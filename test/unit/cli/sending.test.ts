import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Sending } from '../../../src/cli/sending';
import type { ConnectionState } from '../../../src/protocol/connectionSnapshot';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { idleSnapshot } from '../../../src/protocol/idleSnapshot';
import { RequestError } from '../../../src/protocol/requestError';
import { TestTerminal } from './support/testTerminal';

/** Sends from a terminal to a connection that notes drafts and takes them when told. */
class Setup {
  readonly sent: FrameDraft[] = [];
  ends = 0;
  takes: () => Promise<void> = async () => {};
  readonly sending: Sending;

  constructor(
    readonly terminal: TestTerminal,
    ndjson = false,
  ) {
    this.sending = new Sending({
      sender: {
        send: async (draft) => {
          this.sent.push(draft);
          await this.takes();
        },
      },
      terminal,
      ndjson,
      onEnd: () => this.ends++,
    });
  }

  told(state: ConnectionState): this {
    this.sending.told({ ...idleSnapshot('x', 0), state });
    return this;
  }

  async someTurns(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  }

  get texts(): string[] {
    return this.sent.map((draft) => (draft.kind === 'text' ? draft.text : draft.kind));
  }
}

describe('Sending', () => {
  for (const ndjson of [false, true]) {
    it(`sends each line of a pipe as it is ${ndjson ? 'with' : 'without'} --ndjson`, async () => {
      const setup = new Setup(new TestTerminal(), ndjson);
      setup.terminal.input.end('one\r\n/ping\n\nlast');
      await setup.someTurns();
      assert.deepEqual(setup.texts, [], 'the connection is not open yet');
      setup.told('connecting').told('open').told('open');
      await setup.someTurns();
      assert.deepEqual(setup.texts, ['one', '/ping', '', 'last']);
      assert.deepEqual([setup.ends, setup.terminal.output.text], [0, '']);
    });
  }

  it('sends a line of a pipe when the one before was taken', async () => {
    const setup = new Setup(new TestTerminal());
    const taking = new EventEmitter();
    setup.takes = async () => void (await once(taking, 'take'));
    setup.terminal.input.write('one\ntwo\n');
    setup.told('open');
    await setup.someTurns();
    assert.deepEqual(setup.texts, ['one']);
    taking.emit('take');
    await setup.someTurns();
    assert.deepEqual(setup.texts, ['one', 'two']);
    setup.sending.stop();
  });

  it('says that lines were not sent, and lets the pipe go at the end', async () => {
    const setup = new Setup(new TestTerminal());
    setup.takes = () => Promise.reject(new RequestError('send-failed', 'Gone.'));
    setup.terminal.input.write('one\n');
    const closed = once(setup.terminal.input, 'close');
    setup.told('open');
    await setup.someTurns();
    setup.told('closed');
    await closed;
    assert.match(
      setup.terminal.errors.text,
      /not sent to its end: the connection ended before\.\n$/,
    );
  });

  it('says why standard input cannot be read', async () => {
    const setup = new Setup(new TestTerminal());
    setup.told('open');
    setup.terminal.input.destroy(new Error('EISDIR: illegal operation on a directory, read'));
    await setup.someTurns();
    assert.match(setup.terminal.errors.text, /not sent to its end: EISDIR/);
  });

  it('sends what is typed at a prompt, and tells what is wrong with it', async () => {
    const setup = new Setup(new TestTerminal().interactive());
    setup.told('open');
    setup.terminal.input.write('hello\r/ping\r/nope\r\u0003\u0004');
    await setup.someTurns();
    assert.deepEqual(setup.texts, ['hello', 'ping']);
    assert.match(setup.terminal.output.text, /\/nope is no command/);
    assert.equal(setup.ends, 2);
  });

  it('tells at the prompt why something was not sent', async () => {
    const setup = new Setup(new TestTerminal().interactive());
    setup.takes = () => Promise.reject(new Error('The other end does not read.'));
    setup.told('open');
    setup.terminal.input.write('hello\r');
    await setup.someTurns();
    assert.match(setup.terminal.output.text, /The other end does not read\./);
    setup.sending.stop();
  });

  it('leaves a terminal alone with --ndjson', async () => {
    const setup = new Setup(new TestTerminal().interactive(), true);
    setup.told('open');
    setup.terminal.input.write('hello\r');
    await setup.someTurns();
    assert.deepEqual([setup.texts, setup.terminal.output.text], [[], '']);
  });

  it('prints above the prompt, or just prints', async () => {
    const setup = new Setup(new TestTerminal().interactive());
    const print = async () => void setup.terminal.output.write('a line\n');
    await setup.sending.above(print);
    assert.equal(setup.terminal.output.text, 'a line\n');
    setup.told('open');
    await setup.sending.above(print);
    assert.match(setup.terminal.output.text, /a line\n[^]*> [^]*a line\n[^]*> /);
    setup.told('closed');
    await setup.sending.above(print);
    assert.ok(setup.terminal.output.text.endsWith('a line\n'));
  });
});
