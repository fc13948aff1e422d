import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Port } from '../../src/protocol/port';

/** Where the page finds {@link bridgeWorker}. */
export const bridgePath = '/bridge.js';

/**
 * The host's end of the channel to a page that is loaded from the server. A page that was loaded
 * anew takes the place of the one before; one that is not there yet hears nothing, like a hidden
 * panel.
 */
export function bridgeToPage(server: Server): Port {
  const listeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let page: WebSocket | undefined;
  new WebSocketServer({ server }).on('connection', (socket) => {
    page = socket;
    socket.on('message', (data: Buffer) => {
      const message: unknown = JSON.parse(data.toString());
      for (const listener of listeners) listener(message);
    });
  });
  server.on('close', () => {
    for (const listener of closeListeners) listener();
  });
  return {
    post: (message) => page?.send(JSON.stringify(message, withBuffers)),
    onMessage: (listener) => listeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
  };
}

function withBuffers(_key: string, value: unknown): unknown {
  if (!(value instanceof ArrayBuffer)) return value;
  return { base64: Buffer.from(value).toString('base64') };
}

/**
 * Run in a worker of the page: packing and unpacking costs the page's own thread nothing, which
 * gets messages as a webview gets them, by structured clone.
 */
export const bridgeWorker = `
  const socket = new WebSocket('ws://' + location.host);
  const waiting = [];
  self.onmessage = ({ data }) => {
    const text = JSON.stringify(data);
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else waiting.push(text);
  };
  socket.onopen = () => {
    for (const text of waiting) socket.send(text);
  };
  socket.onmessage = ({ data }) => {
    const buffers = [];
    const message = JSON.parse(data, (key, value) => {
      if (!value || typeof value.base64 !== 'string') return value;
      const { buffer } = Uint8Array.from(atob(value.base64), (unit) => unit.charCodeAt(0));
      buffers.push(buffer);
      return buffer;
    });
    self.postMessage(message, buffers);
  };`;

/** Run in the page before anything else: gives it \`acquireVsCodeApi\`. */
export const webviewApi = `
  const bridge = new Worker(${JSON.stringify(bridgePath)});
  bridge.onmessage = ({ data }) => window.dispatchEvent(new MessageEvent('message', { data }));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => bridge.postMessage(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });`;
