import assert from 'node:assert/strict';
import { withColours, withoutColours } from '../../../src/cli/paint';
import { complain, isInteractive, lookOf, type OutputStream } from '../../../src/cli/terminal';
import { KeptOutput, TestTerminal } from './support/testTerminal';

function stream(facts: Partial<OutputStream>): OutputStream {
  return Object.assign(new KeptOutput(), facts);
}

describe('lookOf', () => {
  it('colours and cuts lines for a terminal only', () => {
    const colours = { hasColors: () => true, columns: 80 };
    assert.deepEqual(lookOf(stream({ isTTY: true, ...colours })), {
      paint: withColours,
      width: 80,
    });
    const uncoloured = lookOf(stream({ isTTY: true, hasColors: () => false }));
    assert.deepEqual(uncoloured, { paint: withoutColours, width: Infinity });
    assert.deepEqual(lookOf(stream(colours)), { paint: withoutColours, width: Infinity });
  });

  it('cuts nothing where the width is not known', () => {
    assert.equal(lookOf(stream({ isTTY: true, columns: 0 })).width, Infinity);
  });
});

describe('isInteractive', () => {
  it('is what has a terminal at both ends', () => {
    assert.equal(isInteractive(new TestTerminal()), false);
    assert.equal(isInteractive(new TestTerminal().interactive()), true);
    const piped = new TestTerminal().interactive();
    Object.assign(piped.output, { isTTY: undefined });
    assert.equal(isInteractive(piped), false);
  });
});

describe('complain', () => {
  it('says which program it is', () => {
    const terminal = new TestTerminal();
    complain(terminal, 'No.');
    assert.deepEqual(
      [terminal.errors.text, terminal.output.text],
      ['socket-playground: No.\n', ''],
    );
  });

  it('lets nothing through that the other end could steer the terminal with', () => {
    const terminal = new TestTerminal();
    complain(terminal, 'The server answered "\u001b[31m\u009b2J".\nMore.');
    assert.equal(
      terminal.errors.text,
      'socket-playground: The server answered "␛[31m<U+009B>2J".\nMore.\n',
    );
  });
});
