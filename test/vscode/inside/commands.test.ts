import assert from 'node:assert/strict';
import { commands } from 'vscode';

describe('commands', () => {
  it('x', async () => {
    assert.ok((await commands.getCommands(true)).length > 0);
  });
});
