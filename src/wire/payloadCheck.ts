/** Looks at the payload of frames while it passes, without keeping it. */
export interface PayloadCheck {
  /**
   * Takes the next bytes of the frame's payload, `start` up to `end`.
   *
   * @param maskingKey big-endian uint32; 0 if the frame is not masked
   * @param offset where in the payload `start` stands
   */
  push(bytes: Uint8Array, start: number, end: number, maskingKey: number, offset: number): void;

  /**
   * Returns the findings of the frame that has ended.
   *
   * @param whole whether all that the frame belongs to has come: FIN is set, no byte is missing
   */
  endFrame(whole: boolean): number;
}
