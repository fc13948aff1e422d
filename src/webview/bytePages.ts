import type { BytesView } from '../protocol/frameDetail';
import type { ReadBytes } from './rowBytes';

/** Bytes that are read at once: several screens of them. */
export const pageBytes = 8 * 1024;
/** Pages that are kept, so that scrolling to and fro reads nothing. */
const mostPages = 64;

/** Bytes of a row that are looked at. */
export interface ByteSource {
  readonly row: number;
  readonly view: BytesView;
  /** How many there are. */
  readonly total: number;
}

export interface BytePagesOptions {
  readonly source: ByteSource;
  readonly read: ReadBytes;
  /** More bytes are here. */
  readonly onRead: () => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Reads bytes where somebody looks, one page after another: what is scrolled past while a page is
 * on its way is never asked for.
 */
export class BytePages {
  private readonly pages = new Map<number, Uint8Array>();
  private readonly abort = new AbortController();
  private wanted: { readonly from: number; readonly to: number } = { from: 0, to: 0 };
  private reading = false;

  constructor(private readonly options: BytePagesOptions) {}

  /** The byte at an offset, if it has been read. */
  byte(offset: number): number | undefined {
    return this.pages.get(Math.floor(offset / pageBytes))?.[offset % pageBytes];
  }

  /** Has bytes `from` to `to - 1` read, as far as they are not here. */
  want(from: number, to: number): void {
    this.wanted = { from, to };
    if (!this.reading) void this.read();
  }

  /** Gives up what is on its way. */
  dispose(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    this.reading = true;
    try {
      for (let page = this.missing(); page !== undefined; page = this.missing()) {
        await this.readPage(page);
        if (this.abort.signal.aborted) return;
        this.options.onRead();
      }
    } catch (error) {
      if (!this.abort.signal.aborted) this.options.onFailure(error);
      // What failed is tried again when it is wanted again.
      this.wanted = { from: 0, to: 0 };
    } finally {
      this.reading = false;
    }
  }

  private missing(): number | undefined {
    const { from, to } = this.wanted;
    const end = Math.min(to, this.options.source.total);
    for (let page = Math.floor(from / pageBytes); page * pageBytes < end; page++) {
      if (!this.pages.has(page)) return page;
    }
    return undefined;
  }

  private async readPage(page: number): Promise<void> {
    const { row, view } = this.options.source;
    const place = { row, view, offset: page * pageBytes, length: pageBytes };
    const { bytes } = await this.options.read(place, this.abort.signal);
    this.pages.set(page, new Uint8Array(bytes));
    const [oldest] = this.pages.keys();
    if (this.pages.size > mostPages && oldest !== undefined) this.pages.delete(oldest);
  }
}
