import { WebSocket, type ClientOptions } from 'ws';

/** Called when a connection is to be closed: as the close frame asks for, or with a code of `ws`. */
export type OnClosing = (code: number | undefined, reason: string) => void;

/**
 * `ws` as the reader of a connection: it shakes hands, reads, and judges what it has read. It sends
 * nothing, not even the close frames that it asks for when it has read one, or read a fault.
 */
export class WebSocketReader extends WebSocket {
  constructor(
    url: string,
    subprotocols: string[],
    options: ClientOptions,
    private readonly onClosing: OnClosing,
  ) {
    super(url, subprotocols, options);
  }

  /** `ws` calls it after it has read its last frame; nobody else does. */
  override close(code?: number, reason: string | Buffer = ''): void {
    this.onClosing(code, reason.toString());
  }
}
