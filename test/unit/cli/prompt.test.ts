import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { Prompt } from '../../../src/cli/prompt';
import { KeptOutput } from './support/testTerminal';

/** A prompt on a screen in memory; what is heard is noted. */
function promptOn(columns = 80) {
  const input = new PassThrough();
  const output = Object.assign(new KeptOutput(), { isTTY: true, columns });
  const heard: string[] = [];
  const prompt = new Prompt({
    input,
    output,
    onLine: (line) => heard.push(line),
    onInterrupt: () => heard.push('interrupt'),
    onEnd: () => heard.push('end'),
  });
  const written = (action: () => void) => {
    const before = output.text.length;
    action();
    return output.text.slice(before);
  };
  return { prompt, input, output, heard, written };
}

const up = (rows: number) => `\u001b[${rows}A`;
const clearDown = '\u001b[0J';

describe('Prompt', () => {
  it('hears lines, Ctrl+C and Ctrl+D', () => {
    const { input, heard } = promptOn();
    input.write('one\rtwo\r');
    input.write('\u0003');
    input.write('\u0004');
    assert.deepEqual(heard, ['one', 'two', 'interrupt', 'end']);
  });

  it('prints above what is being typed, and shows that again', async () => {
    const { prompt, input, output, written } = promptOn();
    input.write('hal');
    const text = written(() => void prompt.above(async () => void output.write('a line\n')));
    const [before, after] = text.split('a line\n');
    assert.ok(before?.endsWith(clearDown));
    assert.match(after ?? '', /> hal/);
    prompt.close();
  });

  it('clears every row of the screen that what is typed takes', () => {
    const { prompt, input, output, written } = promptOn(10);
    input.write('x'.repeat(25));
    const text = written(() => void prompt.above(async () => void output.write('a line\n')));
    assert.ok(text.startsWith(`${up(2)}\u001b[1G${clearDown}a line\n`), JSON.stringify(text));
    prompt.close();
  });

  it('goes without a trace, and says nothing then', async () => {
    const { prompt, output, heard, written } = promptOn();
    assert.ok(written(() => prompt.close()).includes(clearDown));
    const late = written(() => void prompt.above(async () => void output.write('late\n')));
    assert.ok(late.endsWith('late\n'));
    prompt.close();
    assert.deepEqual(heard, []);
  });
});
