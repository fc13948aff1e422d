import assert from 'node:assert/strict';
import { factsText } from '../../../src/conformance/factsText';
import { nothingKnown } from '../../../src/conformance/serverFacts';

describe('factsText', () => {
  it('says what a server does not do', () => {
    assert.equal(
      factsText(nothingKnown),
      'The server does not say what it is. It does not answer pings. It echoes nothing, so that some checks cannot tell what it made of a message. It does not compress.',
    );
  });

  it('says what a server does', () => {
    const deflate = {
      serverNoContextTakeover: true,
      clientNoContextTakeover: false,
      serverWindowBits: 15,
      clientWindowBits: 12,
    };
    const software = 'sample/1';
    const facts = { pongs: true, echoesText: true, echoesBinary: true, deflate, software };
    assert.equal(
      factsText(facts),
      'The server calls itself sample/1. It answers pings. It echoes text and binary messages. It speaks permessage-deflate, without context takeover of its own, with a window of 2^12 bytes for the client.',
    );
    assert.match(factsText({ ...facts, echoesText: false }), /echoes binary messages, text not\./);
    assert.match(factsText({ ...facts, echoesBinary: false }), /text messages, binary ones not\./);
  });
});
