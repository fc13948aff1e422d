import type { TemplateResult } from 'lit-html';
import { ByteViewer, type ByteViewerOptions } from './byteViewer';

/** The bytes of a preview, which are all here, shown like those of a row. */
export class PreviewBytes {
  private readonly viewer: ByteViewer;
  private bytes: Uint8Array = new Uint8Array();
  /** Tells one preview's bytes from those of the next. */
  private number = 0;

  constructor(options: Pick<ByteViewerOptions, 'copyText' | 'onChange'>) {
    this.viewer = new ByteViewer({
      ...options,
      id: 'preview',
      label: 'Bytes to send as hex and ASCII',
      readBytes: ({ offset, length }) =>
        Promise.resolve({
          bytes: new Uint8Array(this.bytes.subarray(offset, offset + length)).buffer,
          total: this.bytes.length,
        }),
    });
  }

  view(bytes: Uint8Array): TemplateResult {
    if (bytes !== this.bytes) this.number++;
    this.bytes = bytes;
    return this.viewer.view(
      {
        row: this.number,
        view: 'frame',
        total: bytes.length,
        firstPosition: 0,
        headerLength: 0,
      },
      undefined,
    );
  }
}
