import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { frameGrid, panelOpener } from '../support/browserPanel';
import { InspectorHost } from '../support/inspectorHost';

describe('the panel with the inspector', function () {
  this.timeout(30_000);
  const openPanel = panelOpener();

  it('connects, shows both ends and every frame, and sends', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const peer = once(server, 'connection');
    const host = new InspectorHost();
    const page = await openPanel(host);
    try {
      await page.getByRole('textbox', { name: 'WebSocket URL' }).fill(`ws://127.0.0.1:${port}/`);
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      const [socket, request] = await peer;
      await page
        .getByRole('group', { name: 'This end' })
        .getByText(`127.0.0.1:${request.socket.remotePort}`)
        .waitFor();
      await page.getByRole('group', { name: 'Other end' }).getByText(`127.0.0.1:${port}`).waitFor();
      socket.send('{"pushed": 1.10}');
      await frameGrid(page).getByText('{"pushed": 1.10}').click();
      await page.getByLabel('Payload as text').getByText('"pushed": 1.10').waitFor();
      const echo = once(socket, 'message');
      await page.getByRole('textbox', { name: 'Message' }).fill('hello from the panel');
      await page.keyboard.press('Control+Enter');
      assert.equal(String((await echo)[0]), 'hello from the panel');
      await frameGrid(page).getByText('hello from the panel').waitFor();
      await page.getByRole('button', { name: 'Statistics', exact: true }).click();
      const statistics = page.getByRole('region', { name: 'Statistics' });
      await statistics.getByRole('row', { name: 'Text 1 1' }).waitFor();
      const goTo = page.getByRole('textbox', { name: 'Go to row or time' });
      await goTo.fill('0.0001s');
      await goTo.press('Enter');
      await page.locator('.line.current').waitFor();
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await page
        .getByRole('status', { name: 'Connection state' })
        .getByText('Closed: 1000, normal closure')
        .waitFor();
    } finally {
      host.inspector.dispose();
      server.close();
    }
  });
});
