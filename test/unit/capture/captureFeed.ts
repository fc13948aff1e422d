import { Capture } from '../../../src/capture/capture';
import type { Direction } from '../../../src/wire/direction';
import { FrameDecoder } from '../../../src/wire/frameDecoder';
import { Opcode } from '../../../src/wire/opcode';
import { encodeFrame, type FrameToEncode } from '../../support/encodeFrame';

/** A capture fed as a connection feeds it: bytes first, then the frames that they complete. */
export class CaptureFeed {
  readonly capture = new Capture({
    memoryLimit: Number.MAX_SAFE_INTEGER,
    startUs: 0,
    startWallMs: 0,
  });
  private decoders: Record<Direction, FrameDecoder> | undefined;
  private timeUs = 0;

  connect(permessageDeflate = false): this {
    const start = this.capture.beginConnection();
    this.capture.setPermessageDeflate(permessageDeflate);
    const decoder = (direction: Direction) =>
      new FrameDecoder({
        sender: direction === 'in' ? 'server' : 'client',
        permessageDeflate,
        startPosition: start[direction],
        onFrame: (frame) => this.capture.appendFrame(direction, this.timeUs++, frame),
      });
    this.decoders = { in: decoder('in'), out: decoder('out') };
    return this;
  }

  frame(direction: Direction, frame: FrameToEncode): this {
    const maskingKey = direction === 'out' ? 0x11223344 : undefined;
    const bytes = encodeFrame({ maskingKey, ...frame });
    this.capture.appendBytes(direction, bytes);
    this.decoders?.[direction].push(bytes);
    return this;
  }

  text(direction: Direction, text: string, more: Partial<FrameToEncode> = {}): this {
    return this.frame(direction, { opcode: Opcode.text, payload: Buffer.from(text), ...more });
  }
}
