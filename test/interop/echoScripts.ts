import { constants, deflateRawSync } from 'node:zlib';
import type { FindingCode } from '../../src/wire/finding';
import { encodeFrame, type FrameToEncode } from '../support/encodeFrame';
import type { Step } from '../support/peers/scriptedServer';

/** What a client must send: a message or a pong. */
export interface Answer {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a server sends, and what a client that echoes must do then. */
export interface EchoScript {
  readonly title: string;
  /** Each one is a write of its own. */
  readonly send: readonly Uint8Array[];
  readonly octetByOctet?: boolean;
  /** In this order, before anything is closed. */
  readonly answers: readonly Answer[];
  /** The payload of the close frame with which the client fails the connection (RFC 6455 §7.1.7). */
  readonly fails?: number;
  /** The payload of the client's close frame, which answers the server's: it is part of `send`. */
  readonly closes?: Buffer;
  /** What is to be said of the server's frames, besides of the close frame that ends the script. */
  readonly findings: readonly FindingCode[];
  /** Value of `Sec-WebSocket-Extensions` in the response. */
  readonly extensions?: string;
}

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame of the server. */
export function frame(
  kind: keyof typeof opcodes | number,
  payload: Uint8Array | string = '',
  more: Partial<FrameToEncode> = {},
): Uint8Array {
  const opcode = typeof kind === 'number' ? kind : opcodes[kind];
  return encodeFrame({ opcode, payload: Buffer.from(payload as string), ...more });
}

function text(payload: Uint8Array | string): Answer {
  return { opcode: opcodes.text, payload: Buffer.from(payload as string) };
}

function binary(payload: Uint8Array): Answer {
  return { opcode: opcodes.binary, payload: Buffer.from(payload) };
}

function pong(payload: Uint8Array | string): Answer {
  return { opcode: opcodes.pong, payload: Buffer.from(payload as string) };
}

export function closePayload(code: number, reason: Uint8Array | string = ''): Buffer {
  return Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason as string)]);
}

/** What the scripted server does: a connection that has not failed is closed by it with 1000. */
export function stepsOf(script: EchoScript): Step[] {
  const { octetByOctet = false } = script;
  const sends = script.send.map((bytes): Step => ({ send: bytes, octetByOctet }));
  const wait: Step = { awaitFrames: script.answers.length };
  const waitForClose: Step = { awaitFrames: 1 };
  if (script.fails !== undefined) return [...sends, wait, waitForClose];
  if (script.closes) return [...sends, wait, waitForClose];
  return [...sends, wait, { send: frame('close', closePayload(1000)) }, waitForClose];
}

/** Anything goes on after it: a failure must not take away what came before. */
const before = { send: frame('text', 'before'), answer: text('before') };

function good(
  title: string,
  send: readonly Uint8Array[],
  answers: readonly Answer[],
  more: Partial<EchoScript> = {},
): EchoScript {
  return { title, send, answers, findings: [], ...more };
}

/** The client fails the connection at what is sent, after it has answered what came before. */
function failing(
  title: string,
  send: readonly Uint8Array[],
  fails: number,
  findings: readonly FindingCode[],
  more: Partial<EchoScript> = {},
): EchoScript {
  const sends = [Buffer.concat([before.send, ...send])];
  return { title, send: sends, answers: [before.answer], fails, findings, ...more };
}

/** The server closes with a payload, which the client must answer with another. */
function closing(
  title: string,
  sent: Uint8Array,
  closes: Buffer,
  more: Partial<EchoScript> = {},
): EchoScript {
  const send = [before.send, frame('close', sent)];
  return { title, send, answers: [before.answer], closes, findings: [], ...more };
}

const octets = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 7) % 256));
const letters = (length: number) => 'äbc€'.repeat(length).slice(0, length);

function* lengths(): Generator<EchoScript> {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000]) {
    const payload = Buffer.from(letters(length)).subarray(0, length);
    const ascii = Buffer.alloc(length, 'abc');
    const data = octets(length);
    yield good(`a text of ${length} octets`, [frame('text', ascii)], [text(ascii)]);
    yield good(`binary data of ${length} octets`, [frame('binary', data)], [binary(data)]);
    if (length > 1000) continue;
    const octetByOctet = true;
    const whole = Buffer.from(payload.toString().replaceAll('\ufffd', ''));
    yield good(`${length} octets, one at a time`, [frame('text', whole)], [text(whole)], {
      octetByOctet,
    });
  }
}

function* pings(): Generator<EchoScript> {
  for (const payload of [Buffer.alloc(0), Buffer.from('hello'), octets(125)]) {
    const { length } = payload;
    yield good(`a ping of ${length} octets`, [frame('ping', payload)], [pong(payload)]);
    yield good(
      `a ping of ${length} octets, one at a time`,
      [frame('ping', payload)],
      [pong(payload)],
      { octetByOctet: true },
    );
    const alone = [frame('pong', payload), before.send];
    yield good(`a pong of ${length} octets that nobody asked for`, alone, [before.answer]);
  }
  const many = Array.from({ length: 30 }, (_, index) => `ping ${index}`);
  yield good(
    'many pings in one write',
    [Buffer.concat(many.map((one) => frame('ping', one)))],
    many.map(pong),
  );
  const oversized: FindingCode[] = ['oversized-control'];
  for (const kind of ['ping', 'pong', 'close'] as const) {
    const payload = kind === 'close' ? closePayload(1000, 'x'.repeat(124)) : octets(126);
    yield failing(`a ${kind} of 126 octets`, [frame(kind, payload)], 1002, oversized);
    yield failing(
      `a ${kind} in fragments`,
      [frame(kind, kind === 'close' ? closePayload(1000) : 'x', { fin: false })],
      1002,
      ['fragmented-control'],
    );
  }
}

function* reserved(): Generator<EchoScript> {
  for (const kind of ['text', 'binary', 'ping', 'pong', 'close'] as const) {
    const payload = kind === 'close' ? closePayload(1000) : 'x';
    for (let rsv = 1; rsv < 8; rsv++) {
      const title = `reserved bits ${rsv.toString(2).padStart(3, '0')} in a ${kind}`;
      yield failing(title, [frame(kind, payload, { rsv })], 1002, ['reserved-bits']);
    }
  }
  for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) {
    for (const payload of ['', 'x']) {
      const title = `opcode ${opcode} ${payload === '' ? 'without' : 'with'} payload`;
      yield failing(title, [frame(opcode, payload)], 1002, ['reserved-opcode']);
    }
  }
  const masked = frame('text', 'x', { maskingKey: 0x01020304 });
  yield failing('a masked frame', [masked], 1002, ['masked-from-server']);
}

const part = (kind: 'text' | 'binary' | 'continuation', payload: string | Uint8Array) =>
  frame(kind, payload, { fin: false });

function* fragments(): Generator<EchoScript> {
  const hello = [part('text', 'Hel'), part('continuation', ''), frame('continuation', 'lo')];
  yield good('a text in fragments', hello, [text('Hello')]);
  yield good('a text in fragments, in one write', [Buffer.concat(hello)], [text('Hello')]);
  yield good('a text in fragments, one octet at a time', hello, [text('Hello')], {
    octetByOctet: true,
  });
  yield good('fragments that are all empty', [part('text', ''), frame('continuation')], [text('')]);
  yield good(
    'binary data in a hundred fragments',
    [
      part('binary', ''),
      ...Array.from({ length: 98 }, (_, index) => part('continuation', Buffer.of(index))),
      frame('continuation', ''),
    ],
    [binary(Buffer.from(Array.from({ length: 98 }, (_, index) => index)))],
  );
  const interrupted = [part('text', 'a'), frame('ping', '1'), part('continuation', 'b')];
  yield good(
    'pings between fragments, answered before the message ends',
    [...interrupted, frame('pong', 'x'), frame('ping', '2'), frame('continuation', 'c')],
    [pong('1'), pong('2'), text('abc')],
  );
  yield good(
    'two messages one after the other',
    [Buffer.concat([...hello, part('binary', 'x'), frame('continuation', 'y')])],
    [text('Hello'), binary(Buffer.from('xy'))],
  );
  for (const fin of [true, false]) {
    const stray = frame('continuation', 'x', { fin });
    const end = fin ? 'whole' : 'unfinished';
    const finding: FindingCode[] = ['continuation-without-message'];
    yield failing(`a ${end} continuation that continues nothing`, [stray], 1002, finding);
    const after = [part('text', 'a'), frame('continuation', 'b'), stray];
    yield failing(`a ${end} continuation after a message has ended`, after, 1002, finding, {
      answers: [before.answer, text('ab')],
    });
    for (const kind of ['text', 'binary'] as const) {
      const nested = [part('text', 'a'), frame(kind, 'b', { fin })];
      const title = `a ${fin ? 'whole' : 'fragmented'} ${kind} inside another message`;
      yield failing(title, nested, 1002, ['data-frame-inside-message']);
    }
  }
}

/** Texts at the borders of UTF-8's lengths and ranges (RFC 3629 §3, §4). */
const validTexts: readonly string[] = [
  'κόσμε',
  '\u0000',
  '\u007f',
  '\u0080',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\ufdd0',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u{10000}',
  '\u{1fffe}',
  '\u{10ffff}',
];

/** Octets that are no UTF-8, in hex. */
const invalidTexts: Readonly<Record<string, string>> = {
  'a continuation octet by itself': '80',
  'the last continuation octet by itself': 'bf',
  'an octet that never occurs, FE': 'fe',
  'an octet that never occurs, FF': 'ff',
  'an overlong slash of two octets': 'c0af',
  'an overlong slash of three octets': 'e080af',
  'an overlong slash of four octets': 'f08080af',
  'an overlong U+007F': 'c1bf',
  'an overlong U+07FF': 'e09fbf',
  'an overlong U+FFFF': 'f08fbfbf',
  'the first surrogate': 'eda080',
  'the last surrogate': 'edbfbf',
  'a pair of surrogates': 'eda080edb080',
  'the first code point above U+10FFFF': 'f4908080',
  'a sequence of five octets': 'f888808080',
  'a sequence of six octets': 'fc8480808080',
  'two octets of three, then a letter': 'e282 41',
  'three octets of four, then a letter': 'f09f98 41',
  'the first octet of two': 'c3',
  'the first two octets of three': 'e282',
  'the first three octets of four': 'f09f98',
};

function codePointsOf(one: string): string {
  return Array.from(one, (character) => `U+${character.codePointAt(0)?.toString(16)}`).join(' ');
}

function* utf8(): Generator<EchoScript> {
  for (const one of validTexts) {
    yield good(`the text ${codePointsOf(one)}`, [frame('text', one)], [text(one)]);
    const whole = Buffer.from(one);
    yield good(
      `the text ${codePointsOf(one)}, an octet a fragment`,
      [
        part('text', ''),
        ...Array.from(whole, (octet) => part('continuation', Buffer.of(octet))),
        frame('continuation', ''),
      ],
      [text(one)],
    );
  }
  const notText: FindingCode[] = ['invalid-utf8'];
  for (const [title, hex] of Object.entries(invalidTexts)) {
    const wrong = Buffer.concat([Buffer.from('κό'), Buffer.from(hex.replace(' ', ''), 'hex')]);
    yield failing(title, [frame('text', wrong)], 1007, notText);
    const middle = wrong.length - 1;
    const halves = [
      part('text', wrong.subarray(0, middle)),
      frame('continuation', wrong.subarray(middle)),
    ];
    yield failing(`${title}, in two fragments`, halves, 1007, notText);
    const inBinary = [frame('binary', wrong)];
    yield good(`${title}, as binary data`, inBinary, [binary(wrong)]);
  }
}

function* closings(): Generator<EchoScript> {
  const legal = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
  for (const code of [...legal, 3000, 3999, 4000, 4999]) {
    const payload = closePayload(code, 'bye');
    yield closing(`a close with code ${code}`, payload, payload);
  }
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]) {
    const sent = [frame('close', closePayload(code))];
    yield failing(`a close with code ${code}`, sent, 1002, ['close-code-invalid']);
  }
  yield closing('a close without a code', Buffer.alloc(0), Buffer.alloc(0));
  const longest = closePayload(1000, 'x'.repeat(123));
  yield closing('a close with the longest reason', longest, longest);
  const oneByte = [frame('close', Buffer.of(3))];
  yield failing('a close of one octet', oneByte, 1002, ['close-payload-one-byte']);
  const reason = Buffer.from([0x61, 0xed, 0xa0, 0x80]);
  const wrong = [frame('close', closePayload(1000, reason))];
  yield failing('a close whose reason is no UTF-8', wrong, 1007, ['close-reason-not-utf8']);
  const done = closePayload(1000);
  const title = 'is not answered after a close';
  for (const [what, late, findings] of [
    ['a text', frame('text', 'late'), ['data-after-close']],
    ['a ping', frame('ping', 'late'), []],
    ['a second close', frame('close', closePayload(1001)), []],
    ['a continuation', frame('continuation', 'late'), ['data-after-close']],
  ] as const) {
    const isContinuation = what === 'a continuation';
    const open = isContinuation ? [part('text', 'early')] : [];
    const send = [Buffer.concat([...open, frame('close', done), late])];
    yield { title: `${what} ${title}`, send, answers: [], closes: done, findings };
  }
}

const deflate = 'permessage-deflate';

/**
 * A message as permessage-deflate writes it (RFC 7692 §7.2.1).
 *
 * @param window what the messages before it said, with context takeover
 */
export function deflated(content: string, window = ''): Buffer {
  const dictionary = window === '' ? {} : { dictionary: Buffer.from(window) };
  const whole = deflateRawSync(content, { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary });
  return whole.subarray(0, -4);
}

const compressed = { rsv: 4 } as const;

/** What the public suite lacks, by the numbers of the points, and what belongs to it. */
function* beyondTheSuite(): Generator<EchoScript> {
  const extensions = deflate;
  const content = 'compressed '.repeat(20);
  const wire = deflated(content);
  const half = wire.length / 2;
  const halves = [
    frame('text', wire.subarray(0, half), { ...compressed, fin: false }),
    frame('continuation', wire.subarray(half)),
  ] as const;

  yield good('a compressed text', [frame('text', wire, compressed)], [text(content)], {
    extensions,
  });
  yield good(
    'compressed messages that refer back to those before',
    [frame('text', wire, compressed), frame('text', deflated(content, content), compressed)],
    [text(content), text(content)],
    { extensions },
  );
  yield good(
    'compressed messages that do not refer back',
    [frame('text', wire, compressed), frame('text', wire, compressed)],
    [text(content), text(content)],
    { extensions: `${deflate}; server_no_context_takeover` },
  );
  yield good(
    'messages that are not compressed between compressed ones',
    [frame('text', wire, compressed), before.send, frame('text', wire, compressed)],
    [text(content), before.answer, text(content)],
    { extensions },
  );
  yield good(
    '1: an empty last fragment of a compressed message (RFC 7692 §7.2.3.6)',
    [frame('text', wire, { ...compressed, fin: false }), frame('continuation', '')],
    [text(content)],
    { extensions },
  );
  yield good(
    '1: an empty compressed message, an octet of zero (RFC 7692 §7.2.3.6)',
    [frame('text', Buffer.of(0), compressed)],
    [text('')],
    { extensions },
  );
  yield failing(
    '2: RSV1 on a continuation',
    [halves[0], frame('continuation', wire.subarray(half), compressed)],
    1002,
    ['rsv1-on-continuation'],
    { extensions },
  );
  yield failing(
    '2: RSV1 on a control frame',
    [frame('ping', 'x', compressed)],
    1002,
    ['rsv1-on-control'],
    { extensions },
  );
  yield failing(
    '3: a stray continuation after a compressed message',
    [...halves, frame('continuation', 'x')],
    1002,
    ['continuation-without-message'],
    { extensions, answers: [before.answer, text(content)] },
  );
  for (const [payload, lengthBits] of [
    ['', 16],
    ['x'.repeat(125), 16],
    ['', 64],
    ['x'.repeat(126), 64],
    ['x'.repeat(65_535), 64],
  ] as const) {
    yield good(
      `4: ${payload.length} octets, although ${lengthBits} bits of length are more than needed`,
      [frame('text', payload, { lengthBits })],
      [text(payload)],
      { findings: ['non-minimal-length'] },
    );
  }
  yield good(
    '5: pings between compressed fragments',
    [frame('ping', '1'), halves[0], frame('ping', '2'), halves[1], frame('ping', '3')],
    [pong('1'), pong('2'), text(content), pong('3')],
    { extensions },
  );
  for (const [title, declaredLength, finding] of [
    ['that is all ones', 2n ** 64n - 1n, 'length-overflow'],
    ['with only the highest bit', 2n ** 63n, 'length-overflow'],
    ['of 2^63 - 1', 2n ** 63n - 1n, 'length-uncountable'],
    ['of 2^53', 2n ** 53n, 'length-uncountable'],
  ] as const) {
    yield failing(
      `7: a 64-bit length ${title}`,
      [frame('binary', '', { declaredLength, lengthBits: 64 })],
      1009,
      [finding],
    );
  }
}

/**
 * What a server may say of the windows, 8 to 15 (RFC 7692 §7.1.2), and what it may not. `ws` also
 * takes a number that begins with 0, which the RFC does not allow.
 */
export const windowBits: readonly { readonly value: string; readonly taken: boolean }[] = [
  ...['8', '9', '10', '11', '12', '13', '14', '15', '08'].map((value) => ({ value, taken: true })),
  ...['0', '7', '16', '99999999999999999999', '-9', '9.5', 'x', ''].map((value) => ({
    value,
    taken: false,
  })),
];

export const echoScripts: Readonly<Record<string, readonly EchoScript[]>> = {
  'lengths (RFC 6455 §5.2)': [...lengths()],
  'pings and other control frames (§5.5)': [...pings()],
  'reserved bits and opcodes, and masking (§5.1, §5.2)': [...reserved()],
  'fragmentation (§5.4)': [...fragments()],
  'UTF-8 (§8.1)': [...utf8()],
  'closing (§5.5.1, §7.4)': [...closings()],
  'what the public suite lacks, and compression (RFC 7692)': [...beyondTheSuite()],
};
