import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { temporaryFolder } from '../../../scripts/temporaryFolder.mjs';
import { ConnectionPanel } from '../../../src/host/connectionPanel';
import { InspectorClient } from '../../../src/host/inspectorClient';
import { SavedMessages } from '../../../src/host/savedMessages';
import { readSettings } from '../../../src/host/settings';
import type { ConnectionSnapshot } from '../../../src/protocol/connectionSnapshot';
import type { Port } from '../../../src/protocol/port';
import { openPanelPage } from '../../support/panelPage';
import { memoryStore } from '../../unit/host/memoryStores';
import { noFiles } from '../../support/noFiles';
import { pageWindow } from '../../support/pageWindow';

export interface BrowserPanel {
  readonly page: Page;
  /** Dials, and resolves when the connection is open. */
  readonly connect: (url: string) => Promise<void>;
  /** Resolves with the first snapshot that is as wanted, from now on. */
  readonly until: (
    isWanted: (snapshot: ConnectionSnapshot) => boolean,
  ) => Promise<ConnectionSnapshot>;
  readonly end: () => Promise<void>;
}

export interface BrowserPanelOptions {
  readonly browser: Browser;
  readonly width: number;
  readonly height: number;
}

/**
 * The shipped panel in a page, with the shipped inspector behind it: in a worker, with its captures
 * on disk, and the host's own code in between. Only VS Code is missing.
 */
export async function openBrowserPanel(options: BrowserPanelOptions): Promise<BrowserPanel> {
  const folder = await temporaryFolder('bench');
  let heard: ((snapshot: ConnectionSnapshot) => void) | undefined;
  const inspector = new InspectorClient({
    file: path.resolve('dist/inspector.js'),
    settings: () => ({
      ...readSettings(() => undefined).inspector,
      capturesFolder: path.join(folder, 'captures'),
    }),
    onSnapshot: (snapshot) => {
      panel?.show(snapshot);
      heard?.(snapshot);
    },
    onExporting: () => undefined,
    onLost: () => {
      throw new Error('The inspector has ended.');
    },
    log: console,
  });
  let panel: ConnectionPanel | undefined;
  const connectHost = (port: Port) => {
    panel = panelOver(port, inspector);
  };
  const { page, close } = await openPanelPage({ ...options, connectHost });
  await page.getByRole('grid', { name: 'Frames' }).waitFor();
  const until: BrowserPanel['until'] = (isWanted) =>
    new Promise((resolve) => {
      heard = (snapshot) => {
        if (isWanted(snapshot)) resolve(snapshot);
      };
    });
  return {
    page,
    until,
    connect: async (url) => {
      const opened = until(({ state }) => state === 'open');
      const dial = { url, subprotocols: [], headers: {}, acceptUntrustedCertificate: false };
      await panel?.open({ url, masked: url }, dial);
      await opened;
    },
    end: async () => {
      await close();
      await inspector.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function panelOver(port: Port, inspector: InspectorClient): ConnectionPanel {
  return new ConnectionPanel({
    window: pageWindow(port),
    url: '',
    services: {
      inspector,
      addresses: {
        resolve: (url) => Promise.resolve({ url, masked: url }),
        remember: () => Promise.resolve(),
      },
      log: { info: () => undefined, warn: console.error, error: console.error },
      memoryLimit: () => readSettings(() => undefined).inspector.memoryLimit,
      beforeDial: () => Promise.resolve(),
      nextConnection: () => 'panel',
      files: noFiles,
      saved: new SavedMessages(memoryStore()),
      copyText: () => Promise.resolve(),
      exportRows: () => undefined,
    },
    onChange: () => undefined,
  });
}
