import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { extension } from './extension';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension', () => {
  it('registers every command of its manifest', async () => {
    await extension().activate();
    const registered = await commands.getCommands(true);
    const { contributes } = extension().packageJSON as Manifest;
    const missing = contributes.commands.filter(({ command }) => !registered.includes(command));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length > 0);
  });
});
