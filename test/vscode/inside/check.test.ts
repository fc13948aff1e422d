import assert from 'node:assert/strict';
import { TabInputWebview, window } from 'vscode';
import type { CheckSnapshot } from '../../../src/protocol/checkPanelProtocol';
import { startStrictServer, type StrictServer } from '../../support/peers/strictServer';
import { runCommand } from './extension';

const tabs = () =>
  window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('.check'));

describe('Check This Server, called with an argument', () => {
  let server: StrictServer;

  before(async () => {
    server = await startStrictServer();
  });
  after(() => server.stop());

  it('opens a panel and checks the server, in a thread of its own', async () => {
    const { state, done, total, url } = await runCommand<CheckSnapshot>('checkServer', server.url);
    assert.deepEqual([state, done, url], ['done', total, server.url]);
    assert.match(tabs()[0]?.label ?? '', /^Check of 127\.0\.0\.1:\d+$/);
    await window.tabGroups.close(tabs());
  });

  it('says why a server cannot be checked', async () => {
    const { state, problem } = await runCommand<CheckSnapshot>('checkServer', 'ws://127.0.0.1:1/');
    assert.deepEqual([state, problem?.code], ['failed', 'cannot-connect']);
    await window.tabGroups.close(tabs());
  });
});
