import { Inspector } from '../../src/inspector/inspector';
import type { HostSide } from '../../src/protocol/contracts';
import { Endpoint, type Handlers } from '../../src/protocol/endpoint';
import type { FrameDraft, PanelDraft } from '../../src/protocol/frameDraft';
import { panelGuards } from '../../src/protocol/guards';
import { protocolVersion } from '../../src/protocol/hello';
import type { Port } from '../../src/protocol/port';
import { version } from '../../package.json';

const connection = 'panel';

/** A host without VS Code: it joins a panel to an inspector of its own, in this process. */
export class InspectorHost {
  readonly inspector = new Inspector({
    build: version,
    tell: (snapshot) => this.endpoint?.notify('connection/changed', snapshot),
  });
  private endpoint: Endpoint<HostSide> | undefined;

  /** Takes the host's end of the channel to the panel. */
  readonly connect = (port: Port): void => {
    this.endpoint = new Endpoint<HostSide>({
      port,
      handlers: this.handlers(),
      notices: {},
      guards: panelGuards,
    });
  };

  private handlers(): Handlers<HostSide['answers']> {
    const { handlers: inspector } = this.inspector;
    return {
      'panel/hello': async (_hello, context) => ({
        protocol: protocolVersion,
        build: version,
        snapshot: await inspector['connection/read']({ connection }, context),
        url: '',
        rowsLost: false,
      }),
      'host/ping': () => null,
      'connection/open': (params, context) => {
        const dial = { ...params, subprotocols: [], headers: {} };
        return inspector['connection/open']({ connection, dial }, context);
      },
      'connection/cancel': (_params, context) =>
        inspector['connection/cancel']({ connection }, context),
      'connection/close': (_params, context) =>
        inspector['connection/close']({ connection, code: 1000, reason: '' }, context),
      'frame/send': ({ confirmed, ...what }, context) => {
        const named =
          'draft' in what
            ? { connection, confirmed, draft: withoutFile(what.draft) }
            : { connection, confirmed, preview: what.preview };
        return inspector['frame/send'](named, context);
      },
      'frame/preview': ({ draft }, context) =>
        inspector['frame/preview']({ connection, draft: withoutFile(draft) }, context),
      'repeat/start': ({ draft, ...order }, context) =>
        inspector['repeat/start']({ connection, ...order, draft: withoutFile(draft) }, context),
      'repeat/stop': (_params, context) => inspector['repeat/stop']({ connection }, context),
      'draft/fromRow': (params, context) =>
        inspector['draft/fromRow']({ connection, ...params }, context),
      'file/choose': () => undefined,
      'filter/set': (params, context) =>
        inspector['filter/set']({ connection, ...params }, context),
      'filter/complete': (params, context) => inspector['filter/complete'](params, context),
      'rows/read': (params, context) => inspector['rows/read']({ connection, ...params }, context),
      'row/find': (params, context) => inspector['row/find']({ connection, ...params }, context),
      'summary/read': (params, context) =>
        inspector['summary/read']({ connection, ...params }, context),
      'frame/read': (params, context) =>
        inspector['frame/read']({ connection, ...params }, context),
      'bytes/read': (params, context) =>
        inspector['bytes/read']({ connection, ...params }, context),
      'clipboard/write': () => null,
    };
  }
}

/** There is nobody here who could choose one. */
function withoutFile(draft: PanelDraft): FrameDraft {
  if (draft.kind === 'binary' && draft.encoding === 'file') throw new Error('There are no files.');
  return draft;
}
