import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** How one end compresses its messages (RFC 7692 §7.1). */
export interface DeflateSide {
  readonly noContextTakeover: boolean;
  /** Base-2 logarithm of the window, 8 to 15. */
  readonly windowBits: number;
}

/** What a sender takes off each message and a receiver puts back (RFC 7692 §7.2.1). */
const tail = Buffer.of(0x00, 0x00, 0xff, 0xff);

/** Bytes that a message may inflate to. */
const longestInflated = 4 * 1024 * 1024;

/**
 * Bytes that zlib puts out at once. It looks up distances beyond the window in its own output as
 * well, so a large piece would let a sender's too large window pass; no piece can be smaller.
 */
const inflatePiece = 64;

/** Inflates the messages of one side, one after the other, and holds it to its window. */
export class MessageInflater {
  private context: Uint8Array = new Uint8Array(0);

  constructor(private readonly side: DeflateSide) {}

  /** @throws Error in zlib's words if the data are corrupt or refer back too far. */
  inflate(payload: Uint8Array): Uint8Array {
    const plain = inflateRawSync(Buffer.concat([payload, tail]), {
      ...contextOptions(this.side, this.context),
      finishFlush: constants.Z_SYNC_FLUSH,
      chunkSize: inflatePiece,
      maxOutputLength: longestInflated,
    });
    this.context = nextContext(this.side, this.context, plain);
    return plain;
  }
}

/**
 * Compresses the messages of one side, one after the other. Where a window of 2^8 bytes is asked for
 * zlib takes one of 2^9, in which it never refers back more than 250 bytes.
 */
export class MessageDeflater {
  private context: Uint8Array = new Uint8Array(0);

  constructor(private readonly side: DeflateSide) {}

  deflate(plain: Uint8Array | string): Uint8Array {
    const bytes = Buffer.from(plain);
    const deflated = deflateRawSync(bytes, {
      ...contextOptions(this.side, this.context),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    this.context = nextContext(this.side, this.context, bytes);
    return deflated.subarray(0, deflated.length - tail.length);
  }
}

/** The window holds what came before; zlib takes that as a dictionary. */
function contextOptions({ windowBits }: DeflateSide, context: Uint8Array) {
  return context.length === 0 ? { windowBits } : { windowBits, dictionary: context };
}

function nextContext(side: DeflateSide, context: Uint8Array, plain: Uint8Array): Uint8Array {
  if (side.noContextTakeover) return context;
  return Buffer.concat([context, plain]).subarray(-(2 ** side.windowBits));
}
