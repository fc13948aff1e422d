/**
 * One end of a two-way channel that carries structured-cloneable messages in order:
 * a worker's port, a child process' channel or a webview.
 */
export interface Port {
  /**
   * Posts one message. `transfer` moves buffers instead of copying them where the channel can.
   * Once the channel is closed, posting does nothing.
   *
   * @throws DOMException or TypeError if the message cannot be cloned.
   */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `listener` for each message, in the order of arrival. */
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` once, when no further message can arrive. */
  onClose(listener: () => void): void;
}
