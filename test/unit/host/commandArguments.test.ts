import assert from 'node:assert/strict';
import {
  parseCheckArgument,
  parseConnectArgument,
  parseDisconnectArgument,
  parseSendArgument,
} from '../../../src/host/commandArguments';

describe('parseConnectArgument', () => {
  it('takes an address', () => {
    assert.deepEqual(parseConnectArgument('ws://host/'), {
      ok: true,
      value: {
        url: 'ws://host/',
        subprotocols: [],
        headers: {},
        acceptUntrustedCertificate: false,
      },
    });
  });

  it('takes an object with all that dialling takes', () => {
    const value = {
      url: 'wss://host/',
      subprotocols: ['chat', 'superchat'],
      headers: { 'X-Client': 'test' },
      acceptUntrustedCertificate: true,
    };
    assert.deepEqual(parseConnectArgument(value), { ok: true, value });
  });

  for (const wrong of [
    7,
    null,
    '',
    '  ',
    [],
    {},
    { url: 7 },
    { url: 'ws://host/', subprotocols: 'chat' },
    { url: 'ws://host/', subprotocols: [7] },
    { url: 'ws://host/', headers: ['a'] },
    { url: 'ws://host/', headers: { a: 1 } },
    { url: 'ws://host/', acceptUntrustedCertificate: 'yes' },
  ]) {
    it(`answers ${JSON.stringify(wrong)} with a sentence`, () => {
      const parsed = parseConnectArgument(wrong);
      assert.match(parsed.ok ? '' : parsed.message, /^Connect takes .*\.$/);
    });
  }
});

describe('parseSendArgument', () => {
  it('takes a text, alone or in an object', () => {
    const value = { draft: { kind: 'text', text: 'hello' }, connection: undefined };
    assert.deepEqual(parseSendArgument('hello'), { ok: true, value });
    assert.deepEqual(parseSendArgument({ text: 'hello' }), { ok: true, value });
  });

  it('takes a frame for a connection', () => {
    const draft = { kind: 'close', code: 1000, reason: 'done' };
    assert.deepEqual(parseSendArgument({ ...draft, connection: 'connection-1' }), {
      ok: true,
      value: { draft, connection: 'connection-1' },
    });
  });

  for (const wrong of [
    7,
    null,
    {},
    { text: 7 },
    { kind: 'dance', text: '' },
    { text: '', connection: 1 },
  ]) {
    it(`answers ${JSON.stringify(wrong)} with a sentence`, () => {
      const parsed = parseSendArgument(wrong);
      assert.match(parsed.ok ? '' : parsed.message, /^Send Message takes .*\.$/);
    });
  }
});

describe('parseDisconnectArgument', () => {
  it('takes a connection or nothing', () => {
    assert.deepEqual(parseDisconnectArgument('connection-1'), { ok: true, value: 'connection-1' });
    assert.deepEqual(parseDisconnectArgument(undefined), { ok: true, value: undefined });
  });

  it('answers anything else with a sentence', () => {
    const parsed = parseDisconnectArgument({ url: 'ws://host/' });
    assert.match(parsed.ok ? '' : parsed.message, /^Disconnect takes .*\.$/);
  });
});

describe('parseCheckArgument', () => {
  it('takes an address', () => {
    assert.deepEqual(parseCheckArgument('ws://host/'), { ok: true, value: 'ws://host/' });
  });

  for (const wrong of [7, null, '', '  ', {}, { url: 'ws://host/' }]) {
    it(`refuses ${JSON.stringify(wrong)} and says what to pass`, () => {
      const refused = parseCheckArgument(wrong);
      assert.match(refused.ok ? '' : refused.message, /takes an address/);
    });
  }
});
