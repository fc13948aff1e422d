import type { Handlers } from '../protocol/endpoint';
import type { PanelMethods } from '../protocol/panelProtocol';
import type { ConnectionPanel, PanelServices } from './connectionPanel';
import { DraftFiles } from './draftFiles';

/** Answers what a panel's document asks: most of it the inspector knows, of this connection. */
export function panelHandlers(
  panel: ConnectionPanel,
  { inspector, files: access, saved, copyText, exportRows }: PanelServices,
): Handlers<PanelMethods> {
  const files = new DraftFiles(access);
  /** A panel names no connection, and which one is its own may change. */
  const ofPanel = <T extends object>(params: T) => ({ ...params, connection: panel.connection });
  return {
    'panel/hello': (hello) => panel.welcome(hello),
    'host/ping': () => null,
    'connection/open': (params) => done(panel.openFromPanel(params)),
    'connection/cancel': () => done(panel.cancel()),
    'connection/close': () => done(panel.close()),
    'frame/send': async ({ confirmed, ...what }, options) => {
      const named =
        'draft' in what
          ? { confirmed, draft: await files.resolve(what.draft) }
          : { confirmed, preview: what.preview };
      return inspector.request('frame/send', ofPanel(named), options);
    },
    'frame/preview': async ({ draft }, options) => {
      const resolved = { draft: await files.resolve(draft) };
      return inspector.request('frame/preview', ofPanel(resolved), options);
    },
    'repeat/start': async ({ draft, ...order }, options) => {
      const resolved = { ...order, draft: await files.resolve(draft) };
      return inspector.request('repeat/start', ofPanel(resolved), options);
    },
    'repeat/stop': () => inspector.request('repeat/stop', ofPanel({})),
    'draft/fromRow': (params, options) =>
      inspector.request('draft/fromRow', ofPanel(params), options),
    'file/choose': () => files.choose(),
    'saved/list': () => saved.all,
    'saved/save': (message) => saved.save(message),
    'saved/delete': ({ name }) => saved.delete(name),
    'filter/set': (params, options) => inspector.request('filter/set', ofPanel(params), options),
    'filter/complete': (params, options) => inspector.request('filter/complete', params, options),
    'rows/read': (params, options) => inspector.request('rows/read', ofPanel(params), options),
    'row/find': (params, options) => inspector.request('row/find', ofPanel(params), options),
    'summary/read': (params, options) =>
      inspector.request('summary/read', ofPanel(params), options),
    'frame/read': (params, options) => inspector.request('frame/read', ofPanel(params), options),
    'bytes/read': (params, options) => inspector.request('bytes/read', ofPanel(params), options),
    'clipboard/write': ({ text }) => done(copyText(text)),
    'rows/export': ({ selection }) => {
      exportRows(panel, selection);
      return null;
    },
  };
}

/** The answer to a request that asks for something to be done. */
async function done(doing: PromiseLike<void>): Promise<null> {
  await doing;
  return null;
}
