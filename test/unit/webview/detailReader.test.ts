import assert from 'node:assert/strict';
import type { BytesView, FrameDetail } from '../../../src/protocol/frameDetail';
import { DetailReader, type DetailState } from '../../../src/webview/detailReader';

/** The first fragment of a text message of two fragments. */
function fragment(lastRow: number | undefined): FrameDetail {
  const length = lastRow === undefined ? 2 : 4;
  return {
    kind: 'frame',
    fields: {
      row: 0,
      direction: 'in',
      timeUs: 0,
      wallMs: 0,
      fin: false,
      rsv1: false,
      rsv2: false,
      rsv3: false,
      opcode: 1,
      masked: false,
      maskingKey: '',
      lengthBits: 7,
      headerLength: 2,
      payloadLength: 2,
      payloadReceived: 2,
      position: 0,
      findings: [],
    },
    message: {
      opcode: 1,
      firstRow: 0,
      lastRow,
      fragments: lastRow === undefined ? 1 : 2,
      compressed: false,
      wireLength: length,
      length,
      durationUs: 0,
      parts: [],
      problem: undefined,
    },
  };
}

const texts: Readonly<Record<BytesView, string>> = {
  payload: 'ab',
  message: 'abcd',
  frame: '__ab',
};

/** Resolves when what can be read without waiting has been read. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

describe('DetailReader', () => {
  let lastRow: number | undefined;
  let states: (DetailState | undefined)[];
  let detailsRead: number;
  let reader: DetailReader;

  beforeEach(() => {
    lastRow = undefined;
    states = [];
    detailsRead = 0;
    reader = new DetailReader({
      readDetail: async () => {
        detailsRead++;
        return fragment(lastRow);
      },
      readBytes: async ({ view, offset }) => {
        const bytes = new TextEncoder().encode(texts[view]);
        return { bytes: bytes.slice(offset).buffer, total: bytes.length };
      },
      onChange: (state) => states.push(state),
    });
  });

  const payloadText = (state = states.at(-1)) => new TextDecoder().decode(state?.payload?.bytes);

  it('shows the whole of a message that was unfinished when rows have come', async () => {
    reader.rowsAre(1);
    reader.show(0);
    await settled();
    assert.equal(payloadText(), 'ab');
    const shown = states.length;
    lastRow = 1;
    reader.rowsAre(2);
    await settled();
    assert.equal(payloadText(), 'abcd');
    assert.equal(states.at(-1)?.payloadView, 'message');
    for (const state of states.slice(shown)) {
      assert.ok(state?.detail && state.payload && state.heads, 'nothing vanishes meanwhile');
      assert.equal(state.payloadView === 'message', payloadText(state) === 'abcd');
    }
  });

  it('looks once more when rows came while it was reading', async () => {
    reader.rowsAre(1);
    reader.show(0);
    reader.rowsAre(2);
    lastRow = 1;
    reader.rowsAre(3);
    await settled();
    assert.equal(payloadText(), 'abcd');
    assert.ok(detailsRead <= 3);
  });

  it('reads nothing again while no rows come, or once the message is whole', async () => {
    reader.rowsAre(1);
    reader.show(0);
    await settled();
    reader.rowsAre(1);
    await settled();
    assert.equal(detailsRead, 1);
    lastRow = 1;
    reader.rowsAre(2);
    await settled();
    reader.rowsAre(3);
    await settled();
    assert.equal(detailsRead, 2);
  });
});
