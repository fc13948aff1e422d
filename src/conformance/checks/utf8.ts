import { Opcode } from '../../wire/opcode';
import type { Chapter, Check } from '../check';
import { binary, close, continuation, text } from '../clientFrame';
import { failsOn, refusedClose, taken, takes } from '../plays';
import { failConnection, takeMessage } from './wishes';

const unfinished = { fin: false } as const;

const good = { section: 'RFC 6455 §5.6', level: 'MUST', wants: takeMessage } as const;
const bad = { section: 'RFC 6455 §8.1', level: 'MUST', wants: failConnection } as const;

/** "κόσμε": each of its letters takes two or three bytes. */
const greek = 'κόσμε';

const legal: readonly (readonly [id: string, title: string, payload: string])[] = [
  ['utf8-two-bytes', 'Characters of two bytes', 'grüße'],
  ['utf8-three-bytes', 'Characters of three bytes', '漢字 €'],
  ['utf8-four-bytes', 'Characters of four bytes', '𐍈 😀'],
  ['utf8-nul', 'The character U+0000', 'a\u0000b'],
  ['utf8-noncharacters', 'The noncharacters U+FFFE, U+FFFF and U+FDD0', '\ufffe\uffff\ufdd0'],
  ['utf8-byte-order-mark', 'A byte order mark at the start', '\ufeffmark'],
  ['utf8-greatest', 'The greatest code point, U+10FFFF', '\u{10ffff}'],
  ['utf8-around-surrogates', 'U+D7FF and U+E000, on both sides of the surrogates', '\ud7ff\ue000'],
];

const illegal: readonly (readonly [id: string, title: string, ...bytes: number[]])[] = [
  ['utf8-ff', 'The byte ff, which UTF-8 does not use', 0x61, 0xff, 0x62],
  ['utf8-lone-continuation', 'A continuation byte without a first', 0x61, 0x80, 0x62],
  ['utf8-missing-continuation', 'A first byte without its continuation', 0xc3, 0x61],
  ['utf8-overlong-two', 'A slash in two bytes (overlong)', 0xc0, 0xaf],
  ['utf8-overlong-three', 'A slash in three bytes (overlong)', 0xe0, 0x80, 0xaf],
  ['utf8-overlong-four', 'A slash in four bytes (overlong)', 0xf0, 0x80, 0x80, 0xaf],
  ['utf8-surrogate', 'A surrogate, U+D800', 0xed, 0xa0, 0x80],
  ['utf8-surrogate-pair', 'A pair of surrogates (CESU-8)', 0xed, 0xa0, 0x81, 0xed, 0xb0, 0x80],
  ['utf8-too-great', 'A code point above U+10FFFF', 0xf4, 0x90, 0x80, 0x80],
  ['utf8-five-bytes', 'A sequence of five bytes', 0xf8, 0x88, 0x80, 0x80, 0x80],
  ['utf8-cut', 'A message that ends inside a character', 0x61, 0xe2, 0x82],
];

/** Texts, which must be UTF-8 as whole messages. */
export const utf8: Chapter = {
  title: 'UTF-8',
  checks: [
    ...legal.map(([id, title, payload]): Check => ({
      id,
      title,
      ...good,
      play: takes({ opcode: Opcode.text, payload }, text(payload)),
    })),
    {
      id: 'utf8-character-across-fragments',
      title: 'Characters cut at the borders of fragments of one byte',
      ...good,
      play: async (stage) => {
        const conversation = await stage.join();
        const bytes = Buffer.from(greek);
        conversation.send(
          ...Array.from(bytes, (byte, index) => {
            const details = { fin: index === bytes.length - 1 };
            const part = Uint8Array.of(byte);
            return index === 0 ? text(part, details) : continuation(part, details);
          }),
        );
        return taken(stage, conversation, { opcode: Opcode.text, payload: greek });
      },
    },
    {
      id: 'utf8-not-for-binary',
      title: 'A binary message that is not UTF-8',
      section: 'RFC 6455 §5.6',
      level: 'MUST',
      wants: takeMessage,
      play: takes(
        { opcode: Opcode.binary, payload: Uint8Array.of(0xff, 0xfe, 0x80) },
        binary(Uint8Array.of(0xff, 0xfe, 0x80)),
      ),
    },
    ...illegal.map(([id, title, ...bytes]): Check => ({
      id,
      title,
      ...bad,
      play: failsOn(1007, text(Uint8Array.from(bytes))),
    })),
    {
      id: 'utf8-bad-at-border',
      title: 'A character that begins in one fragment and is broken in the next',
      ...bad,
      play: failsOn(
        1007,
        text(Uint8Array.of(0x61, 0xe2, 0x82), unfinished),
        continuation(Uint8Array.of(0x61)),
      ),
    },
    {
      id: 'utf8-bad-first-fragment',
      title: 'A first fragment that is not UTF-8, a second that is',
      ...bad,
      play: failsOn(1007, text(Uint8Array.of(0xff), unfinished), continuation('Hello')),
    },
    {
      id: 'utf8-cut-in-last-fragment',
      title: 'A last fragment that ends inside a character',
      ...bad,
      play: failsOn(1007, text('Hello', unfinished), continuation(Uint8Array.of(0xf0, 0x9f, 0x98))),
    },
    {
      id: 'utf8-bad-close-reason',
      title: 'A close frame whose reason is not UTF-8',
      section: 'RFC 6455 §5.5.1, §8.1',
      level: 'MUST',
      wants: failConnection,
      play: async (stage) => {
        const conversation = await stage.join();
        conversation.send(close(1000, Uint8Array.of(0x61, 0xff, 0x62)));
        return refusedClose(conversation, 1007);
      },
    },
  ],
};
