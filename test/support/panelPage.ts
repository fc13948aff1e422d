import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { panelHtml } from '../../src/host/panelHtml';
import type { Port } from '../../src/protocol/port';
import { bridgePath, bridgeToPage, bridgeWorker, webviewApi } from './webviewBridge';

export const themes = ['light', 'dark', 'hcDark', 'hcLight'] as const;
export type ThemeName = (typeof themes)[number];

/** What VS Code gives to every webview: its variables on the root and its own default styles. */
interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface PanelPageOptions {
  readonly browser: Browser;
  /** Is given the host's end of the channel to the panel before the panel speaks. */
  readonly connectHost: (port: Port) => void;
  /** Which of the bundled pages; that of a connection unless told. */
  readonly bundle?: 'panel' | 'check';
  /** Whether the page's file at an address is gone at the moment, as after an update. */
  readonly isGone?: (address: string) => boolean;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
}

/** The real panel in a real page, with everything that VS Code would give it but VS Code. */
export interface PanelPage {
  readonly page: Page;
  /** What broke the content security policy or was thrown in the page. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/codicon.css': { file: 'dist/codicon.css', type: 'text/css' },
  '/codicon.ttf': { file: 'dist/codicon.ttf', type: 'font/ttf' },
  '/panel.css': { file: 'media/panel.css', type: 'text/css' },
  '/check.css': { file: 'media/check.css', type: 'text/css' },
};

/** What the page loads from this address; scripts lie as they are bundled. */
function fileAt(address: string): { file: string; type: string } | undefined {
  return /^\/(panel|check|panel\/[\w-]+)\.js$/.test(address)
    ? { file: `dist${address}`, type: 'text/javascript' }
    : files[address];
}

/** Opens the bundled panel in a page of its own, under the policy that the host gives it. */
export async function openPanelPage(options: PanelPageOptions): Promise<PanelPage> {
  const { browser, width = 1400, height = 900, theme = 'dark' } = options;
  const server = await serve(options);
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  const faults = await watchFaults(page);
  options.connectHost(bridgeToPage(server));
  await page.addInitScript({ content: webviewApi });
  await page.addInitScript({ content: themeScript(await readTheme(theme)) });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    faults,
    close: () => closeAll(context, server),
  };
}

async function closeAll(context: BrowserContext, server: Server): Promise<void> {
  await context.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function serve({
  bundle = 'panel',
  isGone = () => false,
}: Pick<PanelPageOptions, 'bundle' | 'isGone'>): Promise<Server> {
  const own = bundle === 'check' ? ['/check.css'] : [];
  const document = panelHtml({
    files: { script: `/${bundle}.js`, styleSheets: ['/codicon.css', '/panel.css', ...own] },
    cspSource: "'self'",
    build: 'test',
    document: 'test',
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(document);
      return;
    }
    if (pathname === bridgePath) {
      response.setHeader('content-type', 'text/javascript').end(bridgeWorker);
      return;
    }
    const found = isGone(pathname) ? undefined : fileAt(pathname);
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    void readFile(path.resolve(found.file)).then((content) =>
      response.setHeader('content-type', found.type).end(content),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function watchFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon'))
      faults.push(message.text());
  });
  await page.exposeFunction('tellViolation', (text: string) => faults.push(text));
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      window.tellViolation(event.violatedDirective + ' ' + event.blockedURI));`,
  });
  return faults;
}

async function readTheme(name: ThemeName): Promise<Theme> {
  const text = await readFile(path.resolve('test/support/themes', `${name}.json`), 'utf8');
  return JSON.parse(text) as Theme;
}

/** VS Code sets these on every webview; a script may, where the policy forbids style attributes. */
function themeScript({ bodyClass, variables }: Theme): string {
  const all = {
    '--vscode-font-family': 'system-ui, Ubuntu, "DejaVu Sans", sans-serif',
    '--vscode-font-size': '13px',
    '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
    '--vscode-editor-font-size': '12px',
    ...variables,
  };
  return `
    document.addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of Object.entries(${JSON.stringify(all)})) {
        document.documentElement.style.setProperty(name, value);
      }
      document.body.className = ${JSON.stringify(bodyClass)};
      const defaults = new CSSStyleSheet();
      defaults.replaceSync(\`@layer vscode-default {
        html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
        body { margin: 0; padding: 0 20px; background: transparent; color: var(--vscode-editor-foreground); }
        a { color: var(--vscode-textLink-foreground); }
      }\`);
      document.adoptedStyleSheets = [defaults];
    });`;
}
