/** A VS Code window in Chromium, worked as a person does: keys, clicks, and what can be read. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { VscodeServer } from './vscodeServer';

/** Milliseconds for the workbench of a new window to be there. */
const workbenchTimeoutMs = 60_000;
/** Milliseconds for anything else to appear. */
const actionTimeoutMs = 15_000;
/** Milliseconds for a contributed command to be in the palette. */
const commandTimeoutMs = 30_000;

export interface VscodeWindowOptions {
  /** The folder to open; the samples of this repository unless told. */
  readonly folder?: string;
  /** The extension under development; this repository unless told, `null` for none. */
  readonly extension?: string | null;
  /** A module that exports `run(): Promise<void>`, run in the extension host in place of a user. */
  readonly suite?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Called with what the suite writes to its console, and with its exit code. */
  readonly onSuiteLog?: (text: string) => void;
  readonly onSuiteExit?: (code: number) => void;
}

/** Opens a window and waits for its workbench. */
export async function openVscodeWindow(
  browser: Browser,
  server: VscodeServer,
  options: VscodeWindowOptions = {},
): Promise<VscodeWindow> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(actionTimeoutMs);
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
    options.onSuiteLog?.(args.join(' ')),
  );
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onSuiteExit?.(code));
  await page.goto(windowAddress(server, options));
  const window = new VscodeWindow(context, page);
  await window.ready();
  return window;
}

function windowAddress(
  server: VscodeServer,
  { folder = path.resolve('samples'), extension = path.resolve('.'), suite }: VscodeWindowOptions,
): string {
  const remote = (file: string) => `vscode-remote://${server.authority}${file}`;
  const payload = [
    ...(extension === null ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(suite === undefined ? [] : [['extensionTestsPath', remote(suite)]]),
  ];
  const url = new URL(server.url);
  url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

export class VscodeWindow {
  constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Resolves when the workbench can be worked. */
  async ready(): Promise<void> {
    await this.page
      .locator('.monaco-workbench .part.statusbar')
      .waitFor({ timeout: workbenchTimeoutMs });
  }

  /** Opens the command palette with F1 and waits for its field. */
  async openPalette(): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitFor();
  }

  /** Runs a command from the palette by its full title, as the palette lists it. */
  async runCommand(title: string): Promise<void> {
    await this.findCommand(title);
    await this.quickRow(title).click();
  }

  /**
   * Types a command's title into the palette until the palette lists it. The palette knows what
   * was contributed when it opened, so it is opened anew until the extension has been found.
   */
  async findCommand(title: string): Promise<void> {
    const giveUpAt = Date.now() + commandTimeoutMs;
    for (;;) {
      await this.openPalette();
      await this.quickInput.fill(`>${title}`);
      await this.quickRows.first().waitFor();
      if ((await this.quickRow(title).count()) > 0) return;
      await this.closePalette();
      if (Date.now() > giveUpAt) throw new Error(`The palette does not list "${title}".`);
    }
  }

  async closePalette(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** The text field of the palette, a quick pick or an input box. */
  get quickInput() {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** The row of the palette or a quick pick whose label is `label`. */
  quickRow(label: string) {
    return this.quickRows.filter({ hasText: label }).first();
  }

  private get quickRows() {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** Types into the open quick pick or input box and presses Enter. */
  async answer(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.quickInput.press('Enter');
  }

  /** The content of the webview that is on show. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  /** The item of the status bar that the extension contributed under `id`. */
  statusItem(id: string) {
    return this.page.locator(`.statusbar-item[id$="${id}"]`);
  }

  /**
   * Opens the list of notifications, which shows those to come too. A VS Code that obeys tests
   * shows none by itself.
   */
  async showNotifications(): Promise<void> {
    await this.runCommand('Notifications: Show Notifications');
  }

  /** The notifications in their list that say `text`. */
  notification(text: string | RegExp) {
    return this.page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: text });
  }

  /** "Developer: Reload Window", which saves the layout first; waits for the new workbench. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Writes a picture of the window to `out/pictures/NAME.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    const folder = path.resolve('out/pictures');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
