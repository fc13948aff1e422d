import { Uri, type WebviewPanel } from 'vscode';
import { build } from './build';
import { panelHtml } from './panelHtml';
import type { PanelWindow } from './panelWindow';
import { webviewPort } from './webviewPort';

/** What the document of a panel is made of: its script, and style sheets besides VS Code's icons. */
export interface PanelPage {
  /** File in `dist`. */
  readonly script: string;
  /** Files in `media`. */
  readonly styleSheets: readonly string[];
}

const connectionPage: PanelPage = { script: 'panel.js', styleSheets: ['panel.css'] };

/** The page of a panel that checks a server. */
export const checkPage: PanelPage = {
  script: 'check.js',
  styleSheets: ['panel.css', 'check.css'],
};

/** A panel's place in the editor area, as a webview. */
export function webviewWindow(
  panel: WebviewPanel,
  extensionUri: Uri,
  page = connectionPage,
): PanelWindow {
  const file = (...path: string[]) => Uri.joinPath(extensionUri, ...path);
  const { webview } = panel;
  const address = (...path: string[]) => webview.asWebviewUri(file(...path)).toString();
  return {
    port: webviewPort(panel),
    get active() {
      return panel.active;
    },
    get title() {
      return panel.title;
    },
    set title(title) {
      panel.title = title;
    },
    showJoined: (joined) => {
      const icon = (theme: string) =>
        file('media', 'tab', `${joined ? 'open' : 'closed'}-${theme}.svg`);
      panel.iconPath = { light: icon('light'), dark: icon('dark') };
    },
    load: (name) => {
      webview.options = webviewOptions(extensionUri);
      webview.html = panelHtml({
        files: {
          script: address('dist', page.script),
          styleSheets: [
            address('dist', 'codicon.css'),
            ...page.styleSheets.map((sheet) => address('media', sheet)),
          ],
        },
        cspSource: webview.cspSource,
        build,
        document: name,
      });
    },
    reveal: () => panel.reveal(),
    dispose: () => panel.dispose(),
    onDidDispose: (listener) => void panel.onDidDispose(listener),
  };
}

/** What a panel's document may do: run this extension's scripts and load its two folders. */
export function webviewOptions(extensionUri: Uri) {
  return {
    enableScripts: true,
    // The one way out of a panel whose extension host has died; it needs no extension host.
    enableCommandUris: ['workbench.action.reloadWindow'],
    localResourceRoots: [Uri.joinPath(extensionUri, 'dist'), Uri.joinPath(extensionUri, 'media')],
  };
}
