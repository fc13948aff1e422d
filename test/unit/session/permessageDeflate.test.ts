import assert from 'node:assert/strict';
import type { DeflateOffer } from '../../../src/session/engineHabits';
import { readPermessageDeflate } from '../../../src/session/permessageDeflate';

const usual: DeflateOffer = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: undefined,
  clientMaxWindowBits: 'any',
  threshold: undefined,
};

describe('readPermessageDeflate', () => {
  it('knows when it was not settled on', () => {
    assert.equal(readPermessageDeflate('', usual), undefined);
    assert.equal(readPermessageDeflate('x-other', usual), undefined);
  });

  it('has the defaults of RFC 7692 §7.1', () => {
    const end = { contextTakeover: true, windowBits: 15 };
    assert.deepEqual(readPermessageDeflate('permessage-deflate', usual), { in: end, out: end });
  });

  it('reads the first one if the server sent several, as ws does', () => {
    assert.deepEqual(
      readPermessageDeflate(
        'permessage-deflate; server_no_context_takeover, permessage-deflate; server_max_window_bits=9',
        usual,
      )?.in,
      { contextTakeover: false, windowBits: 15 },
    );
  });

  it('gives the server’s parameters to what comes in, the client’s to what goes out', () => {
    assert.deepEqual(
      readPermessageDeflate(
        'permessage-deflate; server_no_context_takeover; client_max_window_bits="10";server_max_window_bits=9',
        usual,
      ),
      {
        in: { contextTakeover: false, windowBits: 9 },
        out: { contextTakeover: true, windowBits: 10 },
      },
    );
  });

  it('keeps to what this end offered, whether the server repeats it or not (§7.1.1.2, §7.1.2.2)', () => {
    const offer = { ...usual, clientNoContextTakeover: true, clientMaxWindowBits: 10 };
    const windowBits = (answer: string) => readPermessageDeflate(answer, offer)?.out;
    assert.deepEqual(windowBits('permessage-deflate'), { contextTakeover: false, windowBits: 10 });
    assert.deepEqual(windowBits('permessage-deflate; client_max_window_bits=9'), {
      contextTakeover: false,
      windowBits: 9,
    });
  });
});
