import type { SocketAddress } from './connectionSnapshot';
import type { Hello } from './hello';

/** Where the playground server listens, and in which process. */
export interface ServerFacts {
  readonly pid: number;
  readonly listening: SocketAddress;
  /** For instance `ws://127.0.0.1:6455/`. */
  readonly url: string;
}

/** Requests that the playground server's process answers. */
export interface ServerMethods {
  'server/hello': { params: Hello; result: Hello };
  /**
   * Listens on loopback. A port that is taken gives way to a free one; 0 asks for a free one. Web
   * pages may connect if they come from this machine or from one of the allowed origins.
   */
  'server/start': {
    params: { port: number; allowedOrigins?: readonly string[] };
    result: ServerFacts;
  };
  /** Closes every connection with 1001 (going away) and stops listening. */
  'server/stop': { params: null; result: null };
}

/** What the playground server tells without being asked. */
export interface ServerNotices {
  'server/peers': { readonly count: number };
}
