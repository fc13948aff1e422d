import type { PanelSide } from '../protocol/contracts';
import { Endpoint, type NoticeHandlers } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import type { HostNotices, Welcome } from '../protocol/panelProtocol';
import type { Port } from '../protocol/port';
import { RequestError } from '../protocol/requestError';
import { signOfLife, watchHost } from './liveness';
import { messageOf } from './messageOf';

export interface HostLinkOptions {
  readonly port: Port;
  /** Version of the extension that this code was built with. */
  readonly build: string;
  readonly notices: NoticeHandlers<HostNotices>;
  /** Waits for so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** The host has answered the hello: at the start, and each time it comes back. */
  readonly onWelcome: (welcome: Welcome) => void;
  /** The host is of another version. */
  readonly onOtherVersion: () => void;
  /** The host stopped answering, or answers again. */
  readonly onAlive: (alive: boolean) => void;
  /** The hello was refused, for the reason in this sentence. */
  readonly onFailure: (sentence: string) => void;
}

/** The panel's way to its host: says hello, asks, and watches whether the host is there. */
export class HostLink {
  private readonly endpoint: Endpoint<PanelSide>;

  constructor(private readonly options: HostLinkOptions) {
    const { port, notices } = options;
    this.endpoint = new Endpoint<PanelSide>({ port, handlers: {}, notices });
  }

  readonly request: Endpoint<PanelSide>['request'] = (name, params, options) =>
    this.endpoint.request(name, params, options);

  /** Says hello, then watches the host for as long as the panel lives. */
  async start(): Promise<never> {
    void this.sayHello();
    return watchHost({
      ping: (signal) =>
        signOfLife(this.request('host/ping', null, { timeLimitMs: Infinity, signal })),
      onChange: (alive) => {
        this.options.onAlive(alive);
        if (alive) void this.sayHello();
      },
      wait: this.options.wait,
    });
  }

  private async sayHello(): Promise<void> {
    const { build, onWelcome, onOtherVersion, onFailure } = this.options;
    try {
      const welcome = await this.request('panel/hello', { protocol: protocolVersion, build });
      const isSame = welcome.protocol === protocolVersion && welcome.build === build;
      if (isSame) onWelcome(welcome);
      else onOtherVersion();
    } catch (error) {
      if (codeOf(error) !== 'time-limit') onFailure(messageOf(error));
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof RequestError ? error.code : undefined;
}
