import assert from 'node:assert/strict';
import type { CheckResult } from '../../../../src/conformance/conformanceReport';
import { runConformance } from '../../../../src/conformance/conformanceRun';
import { allChapters } from '../../../../src/conformance/checks/allChapters';
import { startStrictServer, type Fault } from '../../../support/peers/strictServer';

const ids = allChapters.flatMap(({ checks }) => checks.map(({ id }) => id));

/** Plays checks against the strict server, with these faults. */
async function play(faults: readonly Fault[], only: readonly string[]): Promise<CheckResult[]> {
  const server = await startStrictServer(faults);
  try {
    const options = { confirmed: false, acceptUntrustedCertificate: false, secretNames: [] };
    const report = await runConformance({
      url: server.url,
      only,
      answerLimitMs: 1_000,
      ...options,
    });
    return [...report.results];
  } finally {
    await server.stop();
  }
}

/** Faults of a server, and the checks that must find them. */
const found: readonly (readonly [faults: readonly Fault[], checks: RegExp])[] = [
  [['accept-wrong'], /^handshake-(usual|lower|other-case|connection|unknown-(field|ext)|slow)/],
  [['accept-wrong', 'skips:key'], /^handshake-key-no-base64$/],
  [['names-case-sensitive'], /^handshake-lower-case$/],
  [['values-case-sensitive'], /^handshake-other-case$/],
  [['connection-no-list'], /^handshake-connection-list$/],
  [['unknown-field-refused'], /^handshake-unknown-field$/],
  [['request-in-one-chunk'], /^handshake-slow$/],
  [['subprotocol-unasked'], /^handshake-(nothing-unasked|unknown-subprotocol)$/],
  [['any-extension-accepted'], /^handshake-unknown-extension$/],
  [['skips:http'], /^handshake-http-1-0$/],
  [['skips:method'], /^handshake-post$/],
  [['skips:host'], /^handshake-no-host$/],
  [['skips:upgrade'], /^handshake-(no|other)-upgrade$/],
  [['skips:connection'], /^handshake-no-connection$/],
  [['skips:key'], /^handshake-(no|empty|short)-key$/],
  [['skips:version'], /^handshake-(no-version|unknown-version|version-answer)$/],
  [['version-not-named'], /^handshake-version-answer$/],
  [
    ['messages-refused'],
    /^(length-(text|binary)-|fragments-(two|many|empty|all|binary|ping|pong)|masking-key|utf8-(two|three|four|nul|nonch|byte|great|around|char|not)|tcp-(byte|slow-s|chop|one))/,
  ],
  [['messages-refused'], /^deflate-(text|binary|not|empty|stored|final|two|fragments|ping|long)/],
  [
    ['messages-refused'],
    /^deflate-(context-takeover|after-final|server-no|(server|client)-window)/,
  ],
  [['messages-mangled'], /^(length-(text|binary)-|fragments-two|tcp-joined|deflate-text$)/],
  [['empty-fragment-ends'], /^fragments-empty-(first|middle)$/],
  [['key-zero-refused'], /^masking-key-zero$/],
  [['utf8-by-fragment'], /^utf8-character-across-fragments$/],
  [['frames-masked'], /^(server-frames-unmasked|ping-text|close-1000|length-text-5|still-there)$/],
  [['skips:shortest-length'], /^length-(16|64)-bit-form/],
  [['skips:top-bit'], /^length-top-bit$/],
  [['dies-of-huge-length'], /^length-huge$/],
  [['skips:continuation'], /^continuation-/],
  [['skips:interleaved'], /^(text|binary)-inside-message$/],
  [['skips:opcode'], /^(opcode-|reserved-opcode-inside-message)/],
  [['skips:reserved-bits'], /^(rsv|deflate-rsv2)/],
  [['skips:mask'], /^unmasked-/],
  [
    ['no-pong'],
    /^(ping-(empty|text|bytes)|pings-in-a-row|pong-unasked|tcp-slow-ping|still-there)$/,
  ],
  [['no-pong'], /^(fragments-pings?-between(-all)?|deflate-ping-between|tcp-one-and-a-half)$/],
  [['pong-empty'], /^ping-(text|bytes)$/],
  [['pongs-reversed'], /^pings-in-a-row$/],
  [['pongs-answered'], /^pong-unasked$/],
  [['pongs-after-message'], /^(fragments|deflate)-ping-between$/],
  [['skips:control-length'], /^(ping|pong|close)-too-long$/],
  [['skips:control-fin'], /^(ping|pong|close)-fragment/],
  [
    ['skips:utf8'],
    /^utf8-(ff|lone|missing|overlong|surrogate|too|five|cut|bad-at|bad-first)|^deflate-bad-utf8$/,
  ],
  [['skips:close-reason'], /^utf8-bad-close-reason$/],
  [
    ['close-unanswered'],
    /^(close-(empty|100[0-37-9]|101[0-4]|[34]\d{3}|reason|longest|once|ends|discards|behind)|fragments-close-between|tcp-half-closed-after-close)/,
  ],
  [['close-taken-for-error'], /^close-(empty|1000|4999|reason|longest|behind)/],
  [['skips:close-code'], /^close-(0|999|1004|1005|1006|1015|1016|1100|2000|2999|5000|65535)$/],
  [['skips:close-length'], /^close-one-byte$/],
  [['close-twice'], /^close-once$/],
  [['tcp-left-open'], /^close-ends-tcp$/],
  [['reads-after-close'], /^close-discards-(text|ping)$/],
  [['frame-in-one-chunk'], /^tcp-(slow-sender|chopped-long|one-and-a-half)$/],
  [['one-frame-a-chunk'], /^(tcp-joined|fragments-two)$/],
  [['fin-ignored'], /^tcp-half-closed(-inside-(frame|message))?$/],
  [['dies-of-cut-frame'], /^tcp-reset$/],
  [
    ['unusual-offers-refused'],
    /^deflate-(offer-([cs].*-(no-c|max)|quoted|all|in-second|after)|server-window-8)/,
  ],
  [['takeover-not-answered'], /^deflate-offer-(server-no-context-takeover|all-parameters)$/],
  [['window-not-answered'], /^deflate-(offer-(quoted|all)|server-window-(8|14))/],
  [['client-window-unasked'], /^deflate-offer-(plain|server-no-context|in-second|after-bad)/],
  [['client-window-16'], /^deflate-offer-(usual|plain)$/],
  [['client-window-too-great'], /^deflate-(offer-(client-max|all)|client-window-9)/],
  [
    ['bad-offers-accepted'],
    /^deflate-offer-(unknown|parameter|server-window|client-window|takeover-value)/,
  ],
  [['window-ignored'], /^deflate-server-window-(8|9|10|11|12|13|14)$/],
  [['context-kept'], /^deflate-server-no-context-takeover$/],
  [['context-forgotten'], /^deflate-context-takeover$/],
  [['final-block-is-final'], /^deflate-after-final-block$/],
  [['small-inflate-window'], /^deflate-client-window-(9|10|11|12|13|14|15)$/],
  [['control-frame-ends-compression'], /^deflate-ping-between$/],
  [['skips:inflate'], /^deflate-(corrupt|too-far)$/],
  [['skips:rsv1-on-control'], /^deflate-rsv1-ping$/],
  [['skips:rsv1-on-continuation'], /^deflate-rsv1-continuation$/],
];

describe('allChapters', function () {
  this.timeout(20_000);

  it('has at least 60 checks, each with an id of its own and whole sentences', () => {
    assert.ok(ids.length >= 60);
    assert.deepEqual([...new Set(ids)], ids);
    for (const { id, title, section, wants } of allChapters.flatMap(({ checks }) => checks)) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(title, /[^.]$/, id);
      assert.match(section, /^RFC \d{4} §\d+(\.\d+)*(, (RFC \d{4} )?§\d+(\.\d+)*)*$/, id);
      assert.match(wants, /^[A-Z].*\.$/, id);
    }
  });

  it('passes a server without faults in every check', async () => {
    const results = await play([], ids);
    assert.deepEqual(
      results.filter(({ verdict }) => verdict !== 'pass').map(({ id, reason }) => [id, reason]),
      [],
    );
    assert.equal(results.length, ids.length);
  });

  it('sends what breaks a rule where the connection must fail, and nowhere else', async () => {
    // What is wrong here is not for a decoder of frames to find.
    const beyondFrames = /^deflate-(corrupt|too-far|bad-utf8)$/;
    for (const { id, chapter, wants, steps } of await play([], ids)) {
      if (chapter.startsWith('Opening handshake') || beyondFrames.test(id)) continue;
      const breaks = steps.some((step) => step.from === 'client' && step.breaks.length > 0);
      const mustFail = wants.startsWith('Fail the connection');
      // Ends, cuts and what follows a close frame are no faults of one frame.
      if (/^(tcp-(half|reset)|close-discards|length-huge)/.test(id)) continue;
      assert.equal(breaks, mustFail, `${id}: ${wants}`);
    }
  });

  it('has no check that no fault makes fail', () => {
    const untested = ids.filter((id) => !found.some(([, pattern]) => pattern.test(id)));
    assert.deepEqual(untested, []);
  });

  describe('finds', () => {
    const played = new Map<RegExp, readonly CheckResult[]>();

    before(async () => {
      // Some servers at a time: where a fault is silence, the kit waits for a second.
      const left = found.values();
      const playNext = async () => {
        for (const [faults, pattern] of left) {
          played.set(pattern, await play(faults, matching(pattern)));
        }
      };
      await Promise.all(Array.from({ length: 6 }, playNext));
    });

    for (const [faults, pattern] of found) {
      it(`${faults.join(' and ')} by ${matching(pattern).join(', ')}`, () => {
        const results = played.get(pattern) ?? [];
        assert.notEqual(results.length, 0);
        assert.deepEqual(
          results.filter(({ verdict }) => verdict !== 'fail').map(({ id, reason }) => [id, reason]),
          [],
        );
        assert.equal(results.length, matching(pattern).length);
      });
    }
  });
});

function matching(pattern: RegExp): string[] {
  return ids.filter((id) => pattern.test(id));
}
