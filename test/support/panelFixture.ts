import type { ConnectionSnapshot, PeerFacts } from '../../src/protocol/connectionSnapshot';
import type { HostSide } from '../../src/protocol/contracts';
import { Endpoint, type Handlers } from '../../src/protocol/endpoint';
import type { BytesView, FrameDetail, FrameFields } from '../../src/protocol/frameDetail';
import { DraftSender } from '../../src/inspector/draftSender';
import type { FrameDraft, PanelDraft } from '../../src/protocol/frameDraft';
import { panelGuards } from '../../src/protocol/guards';
import { protocolVersion } from '../../src/protocol/hello';
import type { FilterMistake, ListView } from '../../src/protocol/filter';
import type {
  ChosenFile,
  PanelCommand,
  SelectedRows,
  Welcome,
} from '../../src/protocol/panelProtocol';
import { completeFilter } from '../../src/capture/filter/completion';
import { parseFilter } from '../../src/capture/filter/parser';
import type { Port } from '../../src/protocol/port';
import { RequestError } from '../../src/protocol/requestError';
import type { SavedMessage } from '../../src/protocol/savedMessage';
import { encodeRowBatch, type Row } from '../../src/protocol/rowBatch';
import { encodeTrafficSummary, type TrafficSummary } from '../../src/protocol/trafficSummary';
import { encodeFrame } from '../../src/wire/frameEncoder';
import { summaryOfRows } from './summaryOfRows';
import { version } from '../../package.json';

const megabyte = 1_000_000;

const nobody: PeerFacts = { socket: undefined, process: undefined, processUnknown: undefined };

/** A panel that has not connected yet. */
export const idle: ConnectionSnapshot = {
  connection: 'fixture',
  revision: 1,
  state: 'idle',
  url: '',
  subprotocol: '',
  extensions: '',
  thisEnd: nobody,
  otherEnd: nobody,
  tls: undefined,
  handshake: { request: '', response: '' },
  openForMs: undefined,
  traffic: { in: { frames: 0, bytes: 0 }, out: { frames: 0, bytes: 0 } },
  rows: { generation: 1, total: 0, first: 0 },
  memory: { used: 0, limit: 256 * megabyte },
  storage: undefined,
  slowedDown: false,
  stored: undefined,
  close: undefined,
  closedCleanly: false,
  problem: undefined,
};

/** An open connection over loopback. */
export const open: ConnectionSnapshot = {
  ...idle,
  state: 'open',
  url: 'ws://127.0.0.1:6455/',
  subprotocol: 'chat.v1',
  extensions: 'permessage-deflate',
  thisEnd: {
    socket: { address: '127.0.0.1', port: 54_321, family: 'IPv4' },
    process: { pid: 4242, name: 'node' },
    processUnknown: undefined,
  },
  otherEnd: {
    socket: { address: '127.0.0.1', port: 6455, family: 'IPv4' },
    process: { pid: 777, name: 'python3' },
    processUnknown: undefined,
  },
  openForMs: 62_000,
};

const textFrame: Row = {
  row: 0,
  kind: 'frame',
  direction: 'in',
  timeUs: 0,
  deltaUs: 0,
  opcode: 0x1,
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  masked: false,
  size: 0,
  severity: 'none',
  preview: '',
};

/** A row with what a test wants to be different. */
export function frameRow(part: Partial<Row>): Row {
  return { ...textFrame, ...part };
}

/** The generated row of an index: its number stands in its preview, so a wrong row shows. */
export function numberedRow(index: number): Row {
  const preview = `row ${index}`;
  const direction = index % 3 === 0 ? 'out' : 'in';
  return frameRow({
    preview,
    size: preview.length,
    timeUs: index * 1000,
    deltaUs: 1000,
    direction,
  });
}

/** The facts of an ordinary text frame, with what a test wants to be different. */
export function frameFields(part: Partial<FrameFields>): FrameFields {
  return {
    row: 0,
    direction: 'in',
    timeUs: 0,
    wallMs: 0,
    fin: true,
    rsv1: false,
    rsv2: false,
    rsv3: false,
    opcode: 0x1,
    masked: false,
    maskingKey: '',
    lengthBits: 7,
    headerLength: 2,
    payloadLength: 0,
    payloadReceived: 0,
    position: 0,
    findings: [],
    ...part,
  };
}

/** What no panel asks of a fixture. */
function notAsked(): never {
  throw new RequestError('not-asked', 'No test asks this.');
}

/** A host that answers the protocol from made-up rows, however many and however odd. */
export class PanelFixture {
  snapshot: ConnectionSnapshot;
  rowAt: (index: number) => Row = numberedRow;
  detailAt: (row: number) => FrameDetail = (row) => this.plainDetail(row);
  /** The payload data of a row, unmasked; a message is that of its frame. */
  bytesAt: (row: number) => Uint8Array = (row) => Buffer.from(this.rowAt(row).preview);
  /** Bytes of a message, where they are not those of its frame. */
  messageAt: (row: number) => Uint8Array = (row) => this.bytesAt(row);
  /** Makes every frame this long, each byte the lowest of its offset: nobody holds them all. */
  frameSize: number | undefined;
  /** Every part of bytes that was read. */
  readonly byteReads: { row: number; view: BytesView; offset: number; length: number }[] = [];
  /** What `panel/hello` answers besides the snapshot. */
  welcome: Partial<Welcome> = {};
  /** A host that has died hears nothing and says nothing. */
  dead = false;
  /** Makes `frame/send` fail with this sentence. */
  refusal: string | undefined;
  /** Holds back the answers to `rows/read` until it resolves. */
  rowsGate: Promise<unknown> = Promise.resolve();
  readonly sent: PanelDraft[] = [];
  /** Makes `frame/send` want consent to this sentence. */
  question: string | undefined;
  /** How often something was sent with consent. */
  confirmed = 0;
  /** Every row that was asked for a draft. */
  readonly draftedRows: number[] = [];
  draftFromRow: FrameDraft = { kind: 'text', text: 'again' };
  chosenFile: ChosenFile | undefined;
  savedMessages: readonly SavedMessage[] = [];
  private readonly drafts = new DraftSender({
    connection: () => undefined,
    onChange: () => undefined,
  });
  /** Every filter that was set, in order. */
  readonly filters: string[] = [];
  private matches: number[] | undefined;
  readonly opened: { url: string; acceptUntrustedCertificate: boolean }[] = [];
  readonly copied: string[] = [];
  readonly reads: { generation: number; start: number; count: number }[] = [];
  /** What `summary/read` answers: that of the last rows unless a test wants another. */
  summaryOf: (buckets: number) => TrafficSummary = (buckets) => {
    const { first, total } = this.snapshot.rows;
    const from = Math.max(first, total - 10_000);
    const rows = Array.from({ length: total - from }, (_, index) => this.rowAt(from + index));
    return summaryOfRows(rows, total, buckets);
  };
  summaryReads = 0;
  /** What was selected each time the panel asked to export rows. */
  readonly exports: (SelectedRows | null)[] = [];
  /** How many times the panel asked to cancel and to close. */
  cancels = 0;
  closes = 0;
  private endpoint: Endpoint<HostSide> | undefined;

  constructor(snapshot: ConnectionSnapshot = idle) {
    this.snapshot = snapshot;
  }

  /** Takes the host's end of the channel to the panel. */
  readonly connect = (port: Port): void => {
    const ears: Port = {
      ...port,
      post: (message) => {
        if (!this.dead) port.post(message);
      },
      onMessage: (listener) =>
        port.onMessage((message) => {
          if (!this.dead) listener(message);
        }),
    };
    this.endpoint = new Endpoint<HostSide>({
      port: ears,
      handlers: this.handlers(),
      notices: {},
      guards: panelGuards,
    });
  };

  /** Tells the panel how the connection is now. */
  tell(part: Partial<ConnectionSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...part, revision: this.snapshot.revision + 1 };
    this.endpoint?.notify('connection/changed', this.snapshot);
  }

  /** Tells the panel that there are as many rows now. */
  tellRows(total: number, first = 0): void {
    this.tell({ rows: { ...this.snapshot.rows, total, first } });
  }

  run(command: PanelCommand): void {
    this.endpoint?.notify('command/run', { command });
  }

  private handlers(): Handlers<HostSide['answers']> {
    return {
      'panel/hello': () => ({
        protocol: protocolVersion,
        build: version,
        snapshot: this.snapshot,
        url: this.snapshot.url,
        rowsLost: false,
        ...this.welcome,
      }),
      'host/ping': () => null,
      'connection/open': (params) => {
        this.opened.push(params);
        return null;
      },
      'connection/cancel': () => {
        this.cancels += 1;
        return null;
      },
      'connection/close': () => {
        this.closes += 1;
        return null;
      },
      'frame/send': (what) => {
        if (this.refusal !== undefined) throw new RequestError('refused', this.refusal);
        if (this.question !== undefined && !what.confirmed) {
          throw new RequestError('needs-confirmation', this.question);
        }
        if (what.confirmed) this.confirmed += 1;
        if ('draft' in what) this.sent.push(what.draft);
        return null;
      },
      'frame/preview': ({ draft }) => {
        if (draft.kind === 'binary' && draft.encoding === 'file') return notAsked();
        return this.drafts.preview(draft);
      },
      'repeat/start': notAsked,
      'repeat/stop': notAsked,
      'draft/fromRow': ({ row }) => {
        this.draftedRows.push(row);
        return this.draftFromRow;
      },
      'file/choose': () => this.chosenFile,
      'saved/list': () => this.savedMessages,
      'saved/save': notAsked,
      'saved/delete': notAsked,
      'filter/set': ({ text, view = 'frames' }) => this.setFilter(text, view),
      'filter/complete': ({ text, caret }) => completeFilter(text, caret),
      'rows/read': async (params) => {
        this.reads.push(params);
        await this.rowsGate;
        return this.readRows(params);
      },
      'row/find': ({ timeUs }) => ({ index: this.indexAtTime(timeUs) }),
      'summary/read': ({ buckets }) => {
        this.summaryReads += 1;
        return encodeTrafficSummary(this.summaryOf(buckets));
      },
      'frame/read': ({ row }) => this.detailAt(row),
      'bytes/read': (params) => {
        this.byteReads.push(params);
        const { row, view, offset, length } = params;
        if (this.frameSize !== undefined && view === 'frame') {
          const total = this.frameSize;
          const count = Math.max(0, Math.min(length, total - offset));
          return {
            bytes: Uint8Array.from({ length: count }, (_, at) => offset + at).buffer,
            total,
          };
        }
        const bytes = this.bytesOf(row, view);
        const part = Uint8Array.from(bytes.subarray(offset, offset + length));
        return { bytes: part.buffer, total: bytes.length };
      },
      'clipboard/write': ({ text }) => {
        this.copied.push(text);
        return null;
      },
      'rows/export': ({ selection }) => {
        this.exports.push(selection);
        return null;
      },
    };
  }

  /**
   * A plain word filters by the previews of the rows, the list of messages has those with FIN; all
   * is found at once.
   */
  private setFilter(text: string, view: ListView): { mistakes: readonly FilterMistake[] } {
    const { node, mistakes } = parseFilter(text);
    this.filters.push(text);
    const { filter: _, ...snapshot } = this.snapshot;
    const { generation, total, first } = snapshot.rows;
    this.matches = undefined;
    if (node || view === 'messages') {
      this.matches = Array.from({ length: total - first }, (_row, at) => first + at).filter(
        (row) =>
          (view === 'frames' || this.rowAt(row).fin) &&
          (node?.kind === 'text' ? this.rowAt(row).preview.includes(node.text) : true),
      );
      const matching = this.matches.length;
      const filter = { text, view, first: 0, matching, searched: total, problem: undefined };
      this.snapshot = { ...snapshot, filter };
    } else {
      this.snapshot = snapshot;
    }
    this.tell({ rows: { generation: generation + 1, total, first } });
    return { mistakes };
  }

  private indexAtTime(timeUs: number): number {
    const { first, total } = this.snapshot.rows;
    let [from, to] = this.matches ? [0, this.matches.length] : [first, total];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (this.rowAt(this.matches?.[middle] ?? middle).timeUs < timeUs) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private readRows({ start, count }: { start: number; count: number }): ArrayBuffer {
    if (this.matches) return this.readMatches(this.matches, start, count);
    const { generation, first, total } = this.snapshot.rows;
    const from = Math.max(first, start);
    const length = Math.max(0, Math.min(total, start + count) - from);
    const rows = Array.from({ length }, (_, index) => ({
      ...this.rowAt(from + index),
      row: from + index,
    }));
    return encodeRowBatch({ generation, start: from, rows });
  }

  private readMatches(matches: readonly number[], start: number, count: number): ArrayBuffer {
    const { generation } = this.snapshot.rows;
    const rows = matches.slice(start, start + count).map((row) => ({ ...this.rowAt(row), row }));
    return encodeRowBatch({ generation, start, rows });
  }

  private bytesOf(row: number, view: BytesView): Uint8Array {
    if (view === 'message') return this.messageAt(row);
    const payload = this.bytesAt(row);
    const detail = this.detailAt(row);
    if (view === 'payload' || detail.kind === 'status') return payload;
    const { maskingKey, lengthBits, headerLength, payloadLength, ...header } = detail.fields;
    const key = header.masked ? Number.parseInt(maskingKey, 16) : undefined;
    const declaredLength = payloadLength;
    const frame = encodeFrame({ ...header, lengthBits, declaredLength, payload, maskingKey: key });
    return frame.subarray(0, headerLength + payload.length);
  }

  private plainDetail(row: number): FrameDetail {
    const { direction, timeUs, opcode, fin, masked, preview } = this.rowAt(row);
    const size = this.bytesAt(row).length;
    const lengthBits = size > 0xffff ? 64 : size > 125 ? 16 : 7;
    const lengthBytes = { 7: 0, 16: 2, 64: 8 }[lengthBits];
    const fields = frameFields({
      row,
      direction,
      timeUs,
      opcode,
      fin,
      payloadLength: size,
      payloadReceived: size,
      masked,
      maskingKey: masked ? '37fa213d' : '',
      headerLength: 2 + lengthBytes + (masked ? 4 : 0),
      lengthBits,
    });
    if (preview === '' && size === 0) return { kind: 'frame', fields, message: undefined };
    return {
      kind: 'frame',
      fields,
      message: {
        opcode,
        firstRow: row,
        lastRow: row,
        fragments: 1,
        compressed: false,
        wireLength: size,
        length: size,
        durationUs: 0,
        parts: [],
        problem: undefined,
      },
    };
  }
}
