import type { Port } from '../protocol/port';

/** The host as a port: the one channel out of the webview. It never closes by itself. */
export function hostPort(api: Pick<ReturnType<typeof acquireVsCodeApi>, 'postMessage'>): Port {
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    onClose: () => undefined,
  };
}
