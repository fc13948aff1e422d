import type { WebviewPanel } from 'vscode';
import type { Port } from '../protocol/port';

/**
 * The host's end of the channel to a panel's document.
 *
 * VS Code drops the document of a hidden panel and makes a new one when the panel is shown, and
 * keeps in memory whatever is posted in between. So nothing is posted from the moment the panel
 * is hidden until the new document has spoken; it then asks for everything anyway.
 */
export function webviewPort(panel: WebviewPanel): Port {
  let listening = false;
  panel.onDidChangeViewState(() => {
    if (!panel.visible) listening = false;
  });
  panel.onDidDispose(() => {
    listening = false;
  });
  return {
    post: (message) => {
      if (listening) void panel.webview.postMessage(message);
    },
    onMessage: (listener) =>
      panel.webview.onDidReceiveMessage((message: unknown) => {
        listening = true;
        listener(message);
      }),
    onClose: (listener) => panel.onDidDispose(listener),
  };
}
