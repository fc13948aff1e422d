import path from 'node:path';
import { ConnectionPanel } from '../../src/host/connectionPanel';
import type { FileAccess } from '../../src/host/draftFiles';
import type { InspectorClient } from '../../src/host/inspectorClient';
import { SavedMessages } from '../../src/host/savedMessages';
import { Inspector } from '../../src/inspector/inspector';
import type { Port } from '../../src/protocol/port';
import { version } from '../../package.json';
import { memoryStore } from '../unit/host/memoryStores';
import { noFiles } from './noFiles';
import { pageWindow } from './pageWindow';

/** A host without VS Code: it joins a panel to an inspector of its own, in this process. */
export class InspectorHost {
  readonly inspector = new Inspector({
    build: version,
    searchFile: path.resolve('dist/search.js'),
    tell: (snapshot) => this.panel?.show(snapshot),
  });
  private panel: ConnectionPanel | undefined;

  constructor(private readonly files: FileAccess<unknown> = noFiles) {}

  /** Takes the host's end of the channel to the panel. */
  readonly connect = (port: Port): void => {
    this.panel = new ConnectionPanel({
      window: pageWindow(port),
      url: '',
      services: {
        inspector: { request: (name, params) => this.request(name, params) },
        addresses: {
          resolve: (url) => Promise.resolve({ url, masked: url }),
          remember: () => Promise.resolve(),
        },
        log: { info: () => undefined, warn: console.error, error: console.error },
        memoryLimit: () => 256_000_000,
        beforeDial: () => Promise.resolve(),
        nextConnection: () => 'panel',
        files: this.files,
        saved: new SavedMessages(memoryStore()),
        copyText: () => Promise.resolve(),
        exportRows: () => undefined,
      },
      onChange: () => undefined,
    });
  };

  private readonly request: InspectorClient['request'] = async (name, params) =>
    this.inspector.handlers[name](params, { signal: new AbortController().signal });
}
