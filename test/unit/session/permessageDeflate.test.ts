import assert from 'node:assert/strict';
import { readPermessageDeflate } from '../../../src/session/permessageDeflate';

describe('readPermessageDeflate', () => {
  it('knows when it was not settled on', () => {
    assert.equal(readPermessageDeflate(''), undefined);
    assert.equal(readPermessageDeflate('x-other'), undefined);
  });

  it('has the defaults of RFC 7692 §7.1', () => {
    const end = { contextTakeover: true, windowBits: 15 };
    assert.deepEqual(readPermessageDeflate('permessage-deflate'), { in: end, out: end });
  });

  it('reads the first one if the server sent several, as ws does', () => {
    assert.deepEqual(
      readPermessageDeflate(
        'permessage-deflate; server_no_context_takeover, permessage-deflate; server_max_window_bits=9',
      )?.in,
      { contextTakeover: false, windowBits: 15 },
    );
  });

  it('gives the server’s parameters to what comes in, the client’s to what goes out', () => {
    assert.deepEqual(
      readPermessageDeflate(
        'permessage-deflate; server_no_context_takeover; client_max_window_bits="10";server_max_window_bits=9',
      ),
      {
        in: { contextTakeover: false, windowBits: 9 },
        out: { contextTakeover: true, windowBits: 10 },
      },
    );
  });
});
