import assert from 'node:assert/strict';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { HostLink } from '../../../src/webview/hostLink';
import type { Port } from '../../../src/protocol/port';
import { RequestError } from '../../../src/protocol/requestError';
import { open, PanelFixture } from '../../support/panelFixture';
import { version } from '../../../package.json';

function portOf(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
  };
}

/** A link over a real channel to a host with made-up rows, and what the link told. */
function linkTo(fixture: PanelFixture, build = version) {
  const { port1, port2 } = new MessageChannel();
  fixture.connect(portOf(port1));
  const told: string[] = [];
  let tick: (() => void) | undefined;
  const link = new HostLink({
    port: portOf(port2),
    build,
    // Time goes on when the test says so.
    wait: () => new Promise((resolve) => (tick = resolve)),
    notices: {
      'connection/changed': ({ state }) => told.push(`changed ${state}`),
      'command/run': ({ command }) => told.push(`run ${command}`),
    },
    onWelcome: ({ snapshot }) => told.push(`welcome ${snapshot.state}`),
    onOtherVersion: () => told.push('other version'),
    onAlive: (alive) => told.push(`alive ${alive}`),
    onFailure: (sentence) => told.push(sentence),
  });
  void link.start();
  return {
    link,
    told,
    tick: () => tick?.(),
    close: () => {
      port1.close();
      port2.close();
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('HostLink', () => {
  it('says hello and hands over the welcome, and what the host tells', async () => {
    const fixture = new PanelFixture(open);
    const { told, close } = linkTo(fixture);
    await until(() => told.length === 1);
    fixture.tell({ state: 'closed' });
    fixture.run('focusMessage');
    await until(() => told.length === 3);
    assert.deepEqual(told, ['welcome open', 'changed closed', 'run focusMessage']);
    close();
  });

  it('tells a host of another version apart', async () => {
    const { told, close } = linkTo(new PanelFixture(open), 'another build');
    await until(() => told.length === 1);
    assert.deepEqual(told, ['other version']);
    close();
  });

  it('says why the hello was refused', async () => {
    const fixture = new PanelFixture(open);
    Object.defineProperty(fixture, 'welcome', {
      get: () => {
        throw new RequestError('broken', 'The inspector could not start.');
      },
    });
    const { told, close } = linkTo(fixture);
    await until(() => told.length === 1);
    assert.deepEqual(told, ['The inspector could not start.']);
    close();
  });

  it('tells that the host is gone, and greets it again when it is back', async () => {
    const fixture = new PanelFixture(open);
    const { told, tick, close } = linkTo(fixture);
    await until(() => told.length === 1);
    const untilTold = (count: number) =>
      until(() => {
        if (told.length < count) tick();
        return told.length >= count;
      });
    fixture.dead = true;
    await untilTold(2);
    fixture.dead = false;
    await untilTold(3);
    await until(() => told.length === 4);
    assert.deepEqual(told, ['welcome open', 'alive false', 'alive true', 'welcome open']);
    close();
  });
});
