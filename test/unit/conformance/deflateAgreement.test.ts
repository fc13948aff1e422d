import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readDeflateAnswer } from '../../../src/conformance/deflateAgreement';

const plain = 'permessage-deflate';

function problems(offer: string, answer: string): readonly string[] {
  return readDeflateAnswer(offer, answer).problems;
}

describe('deflateAgreement', () => {
  it('reads that the server declined', () => {
    assert.deepEqual(readDeflateAnswer(plain, undefined), { agreement: undefined, problems: [] });
  });

  it('reads what both ends settled on', () => {
    assert.deepEqual(readDeflateAnswer(plain, plain), {
      agreement: {
        serverNoContextTakeover: false,
        clientNoContextTakeover: false,
        serverWindowBits: 15,
        clientWindowBits: 15,
      },
      problems: [],
    });
    const all = `${plain}; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits="10"`;
    assert.deepEqual(readDeflateAnswer(all, all), {
      agreement: {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverWindowBits: 9,
        clientWindowBits: 10,
      },
      problems: [],
    });
  });

  it('lets a server ask for more than was offered, where the RFC lets it', () => {
    for (const more of [
      'server_no_context_takeover',
      'client_no_context_takeover',
      'server_max_window_bits=8',
    ]) {
      assert.deepEqual(problems(plain, `${plain}; ${more}`), [], more);
    }
    const offer = `${plain}; client_max_window_bits`;
    assert.deepEqual(problems(offer, `${plain}; client_max_window_bits=15`), []);
  });

  const wrong: [offer: string, answer: string, says: RegExp][] = [
    [plain, 'x-other', /"x-other", which was not asked for/],
    [plain, `${plain}, ${plain}`, /"permessage-deflate", which was not asked for/],
    [plain, `${plain}; x_unknown`, /"x_unknown", which RFC 7692 does not know/],
    [plain, `${plain}; server_no_context_takeover=1`, /takes none/],
    [plain, `${plain}; server_max_window_bits`, /is "", not a number from 8 to 15/],
    [plain, `${plain}; server_max_window_bits=7`, /is "7", not a number/],
    [plain, `${plain}; server_max_window_bits=16`, /is "16", not a number/],
    [plain, `${plain}; server_max_window_bits=08`, /is "08", not a number/],
    [plain, `${plain}; client_max_window_bits=10`, /which the offer does not allow/],
    [
      plain,
      `${plain}; server_no_context_takeover; server_no_context_takeover`,
      /server_no_context_takeover more than once/,
    ],
    [`${plain}; server_no_context_takeover`, plain, /without its server_no_context_takeover/],
    [`${plain}; server_max_window_bits=10`, plain, /without its server_max_window_bits/],
    [
      `${plain}; server_max_window_bits=10`,
      `${plain}; server_max_window_bits=11`,
      /is 11; the offer allows 10 at most/,
    ],
    [
      `${plain}; client_max_window_bits=10`,
      `${plain}; client_max_window_bits=12`,
      /is 12; the offer allows 10 at most/,
    ],
  ];
  for (const [offer, answer, says] of wrong) {
    it(`finds what is wrong with "${answer}" after "${offer}"`, () => {
      const found = problems(offer, answer);
      assert.equal(found.length, 1);
      assert.match(found[0]!, says);
      assert.match(found[0]!, /\.$/);
    });
  }

  it('takes any answer, and never agrees to a window that there is not', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (offer, parameters) => {
        const { agreement } = readDeflateAnswer(offer, `${plain};${parameters}`);
        for (const bits of [agreement?.serverWindowBits, agreement?.clientWindowBits]) {
          assert.ok(bits === undefined || (bits >= 8 && bits <= 15));
        }
      }),
    );
  });
});
