import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { WebviewPanel } from 'vscode';
import { webviewPort } from '../../../src/host/webviewPort';

/** A panel as far as its port uses it. */
function fakePanel() {
  const events = new EventEmitter();
  const posted: unknown[] = [];
  const on = (name: string) => (listener: (value: unknown) => void) => events.on(name, listener);
  const panel = {
    visible: true,
    onDidChangeViewState: on('view'),
    onDidDispose: on('dispose'),
    webview: {
      onDidReceiveMessage: on('message'),
      postMessage: (message: unknown) => Promise.resolve(posted.push(message)),
    },
  };
  const setVisible = (visible: boolean) => {
    panel.visible = visible;
    events.emit('view');
  };
  return { panel: panel as unknown as WebviewPanel, events, posted, setVisible };
}

describe('webviewPort', () => {
  it('posts once the document has spoken', () => {
    const { panel, events, posted } = fakePanel();
    const port = webviewPort(panel);
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    port.post('too early');
    events.emit('message', 'hello');
    port.post('welcome');
    assert.deepEqual(heard, ['hello']);
    assert.deepEqual(posted, ['welcome']);
  });

  it('posts nothing to a hidden panel until its new document has spoken', () => {
    const { panel, events, posted, setVisible } = fakePanel();
    const port = webviewPort(panel);
    port.onMessage(() => undefined);
    events.emit('message', 'hello');
    setVisible(false);
    port.post('to nobody');
    setVisible(true);
    port.post('to a document that is still loading');
    events.emit('message', 'hello again');
    port.post('welcome back');
    assert.deepEqual(posted, ['welcome back']);
  });

  it('closes with its panel', () => {
    const { panel, events, posted } = fakePanel();
    const port = webviewPort(panel);
    let closed = 0;
    port.onClose(() => closed++);
    port.onMessage(() => undefined);
    events.emit('message', 'hello');
    events.emit('dispose');
    port.post('too late');
    assert.equal(closed, 1);
    assert.deepEqual(posted, []);
  });
});
