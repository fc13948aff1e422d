import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { acceptHandshake, startBadServer } from './badServer';
import { within } from './within';

/** Milliseconds to wait for bytes. */
const limitMs = 10_000;

/** A server that accepts one client and then says nothing by itself: it keeps what it is sent. */
export class CollectingServer {
  /** Head of the client's opening handshake. */
  requestHead = '';
  private client: Socket | undefined;
  private bytes = Buffer.alloc(0);
  private ended = false;
  private readonly news = new EventEmitter();
  private stopServer: (() => Promise<void>) | undefined;
  url = '';

  private constructor(private readonly fields: string) {}

  /** @param fields more header fields of the answer, each with its line end */
  static async start(fields = ''): Promise<CollectingServer> {
    const server = new CollectingServer(fields);
    const { url, stop } = await startBadServer((socket, head) => server.meet(socket, head));
    server.url = url;
    server.stopServer = stop;
    return server;
  }

  /** The client's socket, at this end. */
  get socket(): Socket {
    if (!this.client) throw new Error('Nobody has connected yet.');
    return this.client;
  }

  /** What came after the opening handshake, as soon as it is so many bytes. */
  async received(count: number): Promise<Buffer> {
    return this.until(`${count} bytes`, () => this.bytes.length >= count);
  }

  /** What came after the opening handshake, when the client has ended its side. */
  async receivedAll(): Promise<Buffer> {
    return this.until('the end', () => this.ended);
  }

  async stop(): Promise<void> {
    await this.stopServer?.();
  }

  private async until(what: string, isThere: () => boolean): Promise<Buffer> {
    const look = async () => {
      while (!isThere()) await once(this.news, 'news');
      return this.bytes;
    };
    return within(limitMs, () => `${what}; ${this.bytes.length} bytes came`, look());
  }

  private meet(socket: Socket, requestHead: string): void {
    this.client = socket;
    this.requestHead = requestHead;
    socket.on('data', (chunk: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
      this.news.emit('news');
    });
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.ended = true;
        this.news.emit('news');
      });
    }
    acceptHandshake(socket, requestHead, this.fields);
  }
}
