import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A rule of the opening handshake (RFC 6455 §4.2.1). */
type RequestRule = 'http' | 'method' | 'host' | 'upgrade' | 'connection' | 'key' | 'version';

/** A rule for frames and messages (RFC 6455 §5 to §8, RFC 7692 §6). */
type FrameRule =
  | 'opcode'
  | 'reserved-bits'
  | 'rsv1-on-control'
  | 'rsv1-on-continuation'
  | 'mask'
  | 'shortest-length'
  | 'top-bit'
  | 'control-length'
  | 'control-fin'
  | 'continuation'
  | 'interleaved'
  | 'utf8'
  | 'inflate'
  | 'close-length'
  | 'close-code'
  | 'close-reason';

/** What a server can do wrong. */
export type Fault =
  | `skips:${RequestRule | FrameRule}`
  // The opening handshake.
  | 'accept-wrong'
  | 'names-case-sensitive'
  | 'values-case-sensitive'
  | 'connection-no-list'
  | 'unknown-field-refused'
  | 'request-in-one-chunk'
  | 'subprotocol-unasked'
  | 'any-extension-accepted'
  | 'version-not-named'
  // Messages.
  | 'messages-refused'
  | 'messages-mangled'
  | 'utf8-by-fragment'
  | 'empty-fragment-ends'
  | 'key-zero-refused'
  | 'frames-masked'
  // Control frames.
  | 'no-pong'
  | 'pong-empty'
  | 'pongs-reversed'
  | 'pongs-answered'
  | 'pongs-after-message'
  // Closing.
  | 'close-unanswered'
  | 'close-taken-for-error'
  | 'close-twice'
  | 'tcp-left-open'
  | 'reads-after-close'
  // TCP.
  | 'frame-in-one-chunk'
  | 'one-frame-a-chunk'
  | 'fin-ignored'
  | 'dies-of-cut-frame'
  | 'dies-of-huge-length'
  // Compression.
  | 'unusual-offers-refused'
  | 'takeover-not-answered'
  | 'window-not-answered'
  | 'client-window-unasked'
  | 'client-window-16'
  | 'client-window-too-great'
  | 'bad-offers-accepted'
  | 'window-ignored'
  | 'context-kept'
  | 'context-forgotten'
  | 'final-block-is-final'
  | 'small-inflate-window'
  | 'control-frame-ends-compression';

export interface StrictServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The kit asks with this text whether a server echoes; faults of messages leave it alone. */
const question = 'Does this server echo?';

const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const deflateTail = Buffer.of(0x00, 0x00, 0xff, 0xff);

/**
 * Starts an echo server on loopback that keeps every rule which the conformance kit asks about, but
 * for the faults that it is told to have. It shares no code with `src`.
 */
export async function startStrictServer(faults: readonly Fault[] = []): Promise<StrictServer> {
  const sockets = new Set<Socket>();
  const has = (fault: Fault) => faults.includes(fault);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new StrictConnection(socket, has, () => die(server)).start();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Takes no new connection any more. */
function die(server: Server): void {
  if (server.listening) server.close();
}

interface Request {
  readonly method: string;
  readonly version: string;
  readonly names: readonly string[];
  /** All values of a field as one list, or an empty text. */
  readonly field: (name: string) => string;
}

interface Frame {
  readonly fin: boolean;
  readonly rsv: number;
  readonly opcode: number;
  readonly masked: boolean;
  readonly keyIsZero: boolean;
  readonly lengthField: number;
  readonly payload: Buffer;
}

interface Deflate {
  readonly serverTakeover: boolean;
  readonly clientTakeover: boolean;
  readonly serverBits: number;
  readonly clientBits: number;
}

class StrictConnection {
  private unread = Buffer.alloc(0);
  private open = false;
  private closed = false;
  private deflate: Deflate | undefined;
  private sentContext = Buffer.alloc(0);
  private receivedContext = Buffer.alloc(0);
  /** The fragments of the message that is unfinished, the first of which says what it is. */
  private message: Frame[] = [];
  private heldPongs: Buffer[] = [];
  private inflateEnded = false;

  constructor(
    private readonly socket: Socket,
    private readonly has: (fault: Fault) => boolean,
    private readonly dieAll: () => void,
  ) {}

  start(): void {
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('end', () => this.half());
    this.socket.on('error', () => this.cut());
  }

  /** libuv reports a reset as an end where bytes that came before it were still to be read. */
  private cut(): void {
    if (this.has('dies-of-cut-frame') && this.open && this.unread.length > 0) this.dieAll();
  }

  private half(): void {
    this.cut();
    if (!this.has('fin-ignored')) this.socket.end();
  }

  private read(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    if (!this.open) this.readRequest();
    if (this.open) this.readFrames();
  }

  // The opening handshake

  private readRequest(): void {
    const end = this.unread.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.has('request-in-one-chunk')) this.refuse('400 Bad Request');
      return;
    }
    const request = this.parse(this.unread.subarray(0, end).toString('latin1'));
    this.unread = this.unread.subarray(end + 4);
    const broken = this.brokenRule(request);
    if (broken === undefined) this.accept(request);
    else this.refuse(broken === 'version' ? '426 Upgrade Required' : '400 Bad Request');
  }

  private parse(head: string): Request {
    const [startLine = '', ...lines] = head.split('\r\n');
    const [method = '', , version = ''] = startLine.split(' ');
    const spell = this.has('names-case-sensitive')
      ? (name: string) => name
      : (name: string) => name.toLowerCase();
    const fields = lines.map((line) => /^([^:]*): *(.*)$/.exec(line)!.slice(1));
    return {
      method,
      version,
      names: fields.map(([name]) => name!),
      field: (wanted) =>
        fields
          .filter(([name]) => spell(name!) === spell(wanted))
          .map(([, value]) => value)
          .join(', '),
    };
  }

  private brokenRule({ method, version, names, field }: Request): string | undefined {
    const spell = this.has('values-case-sensitive')
      ? (value: string) => value
      : (value: string) => value.toLowerCase();
    const tokens = spell(field('Connection')).split(this.has('connection-no-list') ? '\n' : /, */);
    const key = field('Sec-WebSocket-Key');
    const rules: Record<RequestRule, boolean> = {
      http: version === 'HTTP/1.1',
      method: method === 'GET',
      host: field('Host') !== '',
      upgrade: spell(field('Upgrade')) === spell('websocket'),
      connection: tokens.includes(spell('Upgrade')),
      key: key.length === 24 && Buffer.from(key, 'base64').toString('base64') === key,
      version: field('Sec-WebSocket-Version') === '13',
    };
    if (this.has('unknown-field-refused') && names.includes('X-Socket-Playground')) return 'field';
    return Object.keys(rules).find(
      (rule) => !rules[rule as RequestRule] && !this.has(`skips:${rule as RequestRule}`),
    );
  }

  private refuse(status: string): void {
    const versions = this.has('version-not-named') ? '' : 'Sec-WebSocket-Version: 13\r\n';
    this.socket.end(`HTTP/1.1 ${status}\r\n${versions}Connection: close\r\n\r\n`);
  }

  private accept({ field }: Request): void {
    const offers = field('Sec-WebSocket-Extensions');
    const unusual = /;(?! client_max_window_bits$)|, /.test(offers);
    if (unusual && this.has('unusual-offers-refused')) return this.refuse('400 Bad Request');
    const extensions = this.has('any-extension-accepted') ? offers : this.negotiate(offers);
    const key = this.has('accept-wrong') ? 'wrong' : field('Sec-WebSocket-Key');
    const accept = createHash('sha1')
      .update(key + acceptGuid)
      .digest('base64');
    const fields = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      ...(extensions === '' ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
      ...(this.has('subprotocol-unasked') ? ['Sec-WebSocket-Protocol: unasked'] : []),
    ];
    this.socket.write(`${fields.join('\r\n')}\r\n\r\n`);
    this.open = true;
  }

  /** Accepts the first offer of permessage-deflate that it can (RFC 7692 §7.1). */
  private negotiate(offers: string): string {
    for (const offer of offers.split(/, */)) {
      const [name, ...parameters] = offer.split(/; */);
      if (name !== 'permessage-deflate') continue;
      if (!isGoodOffer(parameters) && !this.has('bad-offers-accepted')) continue;
      return this.agree(parameters);
    }
    return '';
  }

  private agree(parameters: readonly string[]): string {
    const value = (name: string) =>
      parameters.find((parameter) => parameter.split('=')[0] === name)?.replace(/^.*?=|"/g, '');
    const bits = (name: string) => Number(value(name)) || 15;
    this.deflate = {
      serverTakeover: value('server_no_context_takeover') === undefined,
      clientTakeover: value('client_no_context_takeover') === undefined,
      serverBits: bits('server_max_window_bits'),
      clientBits: bits('client_max_window_bits'),
    };
    const { serverTakeover, clientTakeover, serverBits, clientBits } = this.deflate;
    const answer = ['permessage-deflate'];
    if (!serverTakeover && !this.has('takeover-not-answered')) {
      answer.push('server_no_context_takeover');
    }
    if (!clientTakeover) answer.push('client_no_context_takeover');
    if (serverBits < 15 && !this.has('window-not-answered')) {
      answer.push(`server_max_window_bits=${serverBits}`);
    } else if (value('server_max_window_bits') !== undefined && serverBits === 15) {
      answer.push('server_max_window_bits=15');
    }
    if (this.has('client-window-16')) answer.push('client_max_window_bits=16');
    else if (this.has('client-window-too-great')) answer.push('client_max_window_bits=15');
    else if (clientBits < 15) answer.push(`client_max_window_bits=${clientBits}`);
    else if (this.has('client-window-unasked')) answer.push('client_max_window_bits=14');
    return answer.join('; ');
  }

  // Frames

  private readFrames(): void {
    for (;;) {
      if (this.closed && !this.has('reads-after-close') && !this.has('close-twice')) return;
      const header = this.header();
      if (!header) break;
      const { start, length, tooGreat } = header;
      if (tooGreat) {
        if (!this.has('skips:top-bit')) this.fail(1002);
        return;
      }
      if (length > 2n ** 32n) {
        if (this.has('dies-of-huge-length')) this.dieAll();
        this.fail(1009);
        return;
      }
      const end = start + Number(length);
      if (this.unread.length < end) break;
      const frame = this.frame(start, end);
      this.unread = this.unread.subarray(end);
      this.handle(frame);
      if (this.has('one-frame-a-chunk')) this.unread = Buffer.alloc(0);
    }
    if (this.has('frame-in-one-chunk')) this.unread = Buffer.alloc(0);
  }

  private header(): { start: number; length: bigint; tooGreat: boolean } | undefined {
    if (this.unread.length < 2) return undefined;
    const field = this.unread[1]! & 0x7f;
    const start = 2 + (field < 126 ? 0 : field === 126 ? 2 : 8) + (this.unread[1]! & 0x80 ? 4 : 0);
    if (this.unread.length < start) return undefined;
    if (field < 126) return { start, length: BigInt(field), tooGreat: false };
    if (field === 126) {
      return { start, length: BigInt(this.unread.readUInt16BE(2)), tooGreat: false };
    }
    const length = this.unread.readBigUInt64BE(2);
    return { start, length, tooGreat: length >= 2n ** 63n };
  }

  private frame(start: number, end: number): Frame {
    const masked = (this.unread[1]! & 0x80) !== 0;
    const key = masked ? this.unread.subarray(start - 4, start) : Buffer.alloc(4);
    const payload = Buffer.from(this.unread.subarray(start, end));
    return {
      fin: (this.unread[0]! & 0x80) !== 0,
      rsv: (this.unread[0]! >> 4) & 7,
      opcode: this.unread[0]! & 0xf,
      masked,
      keyIsZero: masked && key.equals(Buffer.alloc(4)),
      lengthField: this.unread[1]! & 0x7f,
      payload: payload.map((octet, index) => octet ^ key[index & 3]!) as Buffer,
    };
  }

  private handle(frame: Frame): void {
    if (frame.keyIsZero && this.has('key-zero-refused')) return this.fail(1002);
    const broken = this.brokenFrameRule(frame);
    if (broken !== undefined) return this.fail(broken === 'close-reason' ? 1007 : 1002);
    if (frame.opcode === 0x8) return this.answerClose(frame.payload);
    if (frame.opcode === 0x9) return this.answerPing(frame.payload);
    if (frame.opcode === 0xa && this.has('pongs-answered')) this.send(0xa, frame.payload);
    if (frame.opcode < 0x3) this.addFragment(frame);
    else if (this.has('control-frame-ends-compression')) this.message = [];
  }

  private brokenFrameRule(frame: Frame): FrameRule | undefined {
    const { fin, rsv, opcode, masked, lengthField, payload } = frame;
    const control = opcode >= 0x8;
    const compression = this.deflate !== undefined;
    const close = opcode === 0x8;
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1000;
    const shortest = lengthField < 126 || payload.length > (lengthField === 126 ? 125 : 65_535);
    const broken: Partial<Record<FrameRule, boolean>> = {
      opcode: (opcode > 0x2 && opcode < 0x8) || opcode > 0xa,
      'reserved-bits': (rsv & (compression ? 3 : 7)) !== 0,
      'rsv1-on-control': compression && control && (rsv & 4) !== 0,
      'rsv1-on-continuation': compression && opcode === 0 && (rsv & 4) !== 0,
      mask: !masked,
      'shortest-length': !shortest,
      'control-length': control && payload.length > 125,
      'control-fin': control && !fin,
      continuation: opcode === 0 && this.message.length === 0,
      interleaved: (opcode === 1 || opcode === 2) && this.message.length > 0,
      'close-length': close && payload.length === 1,
      'close-code': close && !isGoodCode(code),
      'close-reason': close && !isUtf8(payload.subarray(2)),
    };
    return (Object.keys(broken) as FrameRule[]).find(
      (rule) => broken[rule] && !this.has(`skips:${rule}`),
    );
  }

  // Messages

  private addFragment(frame: Frame): void {
    this.message.push(frame);
    const first = this.message[0]!;
    if (this.has('utf8-by-fragment') && first.opcode === 1 && !isUtf8(frame.payload)) {
      return this.fail(1007);
    }
    const ends = frame.fin || (this.has('empty-fragment-ends') && frame.payload.length === 0);
    if (!ends) return;
    const payload = Buffer.concat(this.message.map((fragment) => fragment.payload));
    this.message = [];
    this.takeMessage(first, payload);
    for (const pong of this.heldPongs.splice(0)) this.send(0xa, pong);
  }

  private takeMessage({ opcode, rsv }: Frame, payload: Buffer): void {
    const plain = this.deflate && rsv & 4 ? this.inflate(this.deflate, payload) : payload;
    if (!plain) {
      if (!this.has('skips:inflate')) this.fail(1007);
      return;
    }
    if (opcode === 1 && !isUtf8(plain) && !this.has('skips:utf8')) return this.fail(1007);
    const asked = plain.toString() === question;
    if (!asked && this.has('messages-refused')) return this.fail(1002);
    const mangled = !asked && this.has('messages-mangled');
    this.echo(opcode || 1, mangled ? Buffer.concat([plain, Buffer.from('!')]) : plain);
  }

  private echo(opcode: number, plain: Buffer): void {
    if (this.deflate) this.send(opcode, this.compress(this.deflate, plain), 4);
    else this.send(opcode, plain);
  }

  private compress({ serverBits, serverTakeover }: Deflate, plain: Buffer): Buffer {
    const windowBits = this.has('window-ignored') ? 15 : serverBits;
    const dictionary = this.sentContext;
    const deflated = deflateRawSync(plain, {
      windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(dictionary.length > 0 ? { dictionary } : {}),
    });
    if (serverTakeover || this.has('context-kept')) {
      this.sentContext = Buffer.concat([dictionary, plain]).subarray(-(2 ** windowBits));
    }
    return deflated.subarray(0, -4);
  }

  private inflate({ clientBits, clientTakeover }: Deflate, payload: Buffer): Buffer | undefined {
    if (this.inflateEnded) return Buffer.alloc(0);
    const small = this.has('small-inflate-window');
    const dictionary = this.receivedContext;
    try {
      const plain = inflateRawSync(Buffer.concat([payload, deflateTail]), {
        windowBits: small ? 8 : clientBits,
        finishFlush: constants.Z_SYNC_FLUSH,
        // zlib finds what lies beyond the window only where it is not in the same piece of output.
        ...(small ? { chunkSize: 64 } : {}),
        ...(dictionary.length > 0 ? { dictionary } : {}),
      });
      if (clientTakeover && !this.has('context-forgotten')) {
        this.receivedContext = Buffer.concat([dictionary, plain]).subarray(-(2 ** clientBits));
      }
      this.inflateEnded = this.has('final-block-is-final') && (payload[0]! & 1) === 1;
      return plain;
    } catch {
      return undefined;
    }
  }

  // Control frames

  private answerPing(payload: Buffer): void {
    if (this.has('no-pong')) return;
    if (this.has('pongs-after-message') && this.message.length > 0) {
      this.heldPongs.push(payload);
    } else if (this.has('pongs-reversed') && payload.toString().startsWith('ping ')) {
      this.heldPongs.unshift(payload);
      if (payload.toString() === 'ping 9') {
        for (const pong of this.heldPongs.splice(0)) this.send(0xa, pong);
      }
    } else {
      this.send(0xa, this.has('pong-empty') ? Buffer.alloc(0) : payload);
    }
    if (this.has('control-frame-ends-compression')) {
      this.message = this.message.map((frame) => ({ ...frame, rsv: 0 }));
    }
  }

  private answerClose(payload: Buffer): void {
    if (this.has('close-taken-for-error')) return this.fail(1002);
    this.closed = true;
    if (this.has('close-unanswered')) {
      this.socket.end();
      return;
    }
    this.send(0x8, payload);
    const leftOpen = this.has('tcp-left-open');
    // What the faults want to be read comes in the same chunk.
    if (!leftOpen) setImmediate(() => this.socket.end());
  }

  /** Fails the connection (RFC 6455 §7.1.7). */
  private fail(code: number): void {
    this.closed = true;
    this.unread = Buffer.alloc(0);
    this.send(0x8, Buffer.of(code >> 8, code & 0xff));
    this.socket.end();
  }

  private send(opcode: number, payload: Buffer, rsv = 0): void {
    if (this.socket.writableEnded) return;
    const mask = this.has('frames-masked') ? 0x80 : 0;
    const first = 0x80 | (rsv << 4) | opcode;
    const header =
      payload.length < 126
        ? Buffer.of(first, mask | payload.length)
        : payload.length < 65_536
          ? Buffer.of(first, mask | 126, payload.length >> 8, payload.length & 0xff)
          : Buffer.concat([Buffer.of(first, mask | 127), uint64(payload.length)]);
    this.socket.write(Buffer.concat([header, Buffer.alloc(mask === 0 ? 0 : 4), payload]));
  }
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function isGoodOffer(parameters: readonly string[]): boolean {
  const names = parameters.map((parameter) => parameter.split('=')[0]!);
  const shapes = [
    /^(?:server|client)_no_context_takeover$/,
    /^(?:server|client)_max_window_bits="?(?:[89]|1[0-5])"?$/,
    /^client_max_window_bits$/,
  ];
  return (
    new Set(names).size === names.length &&
    parameters.every((parameter) => shapes.some((shape) => shape.test(parameter)))
  );
}

function isGoodCode(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}
