import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readFrames, readRecording, type ReferenceFrame } from '../support/referenceFrames';

/**
 * The interop tests trust the reference reader. These hold it against frames that Debian's
 * python3-websockets writes and against the examples of RFC 6455 §5.7.
 */
describe('referenceFrames', function () {
  this.timeout(20_000);
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 1_048_576];
  let written: { readonly facts: object; readonly wire: Buffer }[];

  before(async () => {
    const { stdout } = await promisify(execFile)(
      '/usr/bin/python3',
      ['test/support/peers/writeFrames.py', JSON.stringify(sizes)],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    written = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { facts: object; wire: string })
      .map(({ facts, wire }) => ({ facts, wire: Buffer.from(wire, 'base64') }));
  });

  it('reads the frames that python3-websockets writes', () => {
    const { frames, rest } = readFrames(Buffer.concat(written.map(({ wire }) => wire)));
    assert.equal(rest.length, 0);
    assert.equal(frames.length, written.length);
    frames.forEach((frame, index) => {
      assert.deepEqual(factsOf(frame), written[index]?.facts);
      assert.ok(frame.bytes.equals(written[index]!.wire), `bytes of frame ${index}`);
    });
  });

  it('says where each frame lies in the stream', () => {
    let position = 0;
    for (const frame of readFrames(Buffer.concat(written.map(({ wire }) => wire))).frames) {
      assert.equal(frame.position, position);
      position += frame.headerLength + frame.payloadLength;
    }
  });

  it('keeps what is no complete frame', () => {
    const hello = Buffer.from('810548656c6c6f', 'hex');
    for (let cut = 0; cut < hello.length; cut++) {
      const { frames, rest } = readFrames(hello.subarray(0, cut));
      assert.deepEqual([frames.length, rest.length], [0, cut]);
    }
  });

  it('tells the handshake head from the frames', () => {
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
    const read = readRecording(Buffer.from(`${head}\u0009\u0000`, 'latin1'));
    assert.equal(read.head, head);
    assert.deepEqual(
      read.frames.map(({ opcode, fin }) => [opcode, fin]),
      [[9, false]],
    );
  });

  it('reads the masked "Hello" of RFC 6455 §5.7', () => {
    const [frame] = readFrames(Buffer.from('818537fa213d7f9f4d5158', 'hex')).frames;
    assert.equal(frame?.maskingKey, '37fa213d');
    assert.equal(frame.payload.toString(), 'Hello');
    assert.equal(frame.headerLength, 6);
    assert.equal(frame.lengthBits, 7);
  });
});

function factsOf({ fin, rsv1, rsv2, rsv3, opcode, masked, payload }: ReferenceFrame) {
  return { fin, rsv1, rsv2, rsv3, opcode, masked, payload: payload.toString('base64') };
}
