import type { BytesView, FrameFields, MessageFacts } from '../protocol/frameDetail';
import { formatBytes, formatCount } from './format';
import type { RowBytes } from './rowBytes';

/** Most first bytes of each layer that are read along with a frame. */
export const headBytes = 64;

/** The first bytes of a frame in each of its forms. */
export interface ByteHeads {
  readonly frame: RowBytes;
  /** Payload data, unmasked. */
  readonly payload: RowBytes;
  /** The whole message, if it can be read and is not the payload itself. */
  readonly message: RowBytes | undefined;
}

/** One form of the payload, from the wire to what was meant. */
export interface PayloadLayer {
  readonly name: string;
  /** Bytes; `undefined` if it is not known. */
  readonly size: number | undefined;
  /** What was done to get there, in words. */
  readonly about: string;
  /** Its first bytes, as far as they are here. */
  readonly head: Uint8Array;
  /** Where all its bytes are shown. */
  readonly view: BytesView;
}

const nothingRead = new Uint8Array(0);

/**
 * The payload in its layers: as it crossed the wire, unmasked (RFC 6455 §5.3), joined with the
 * other fragments (§5.4) and inflated (RFC 7692 §6.2), as far as each applies.
 */
export function payloadLayers(
  fields: FrameFields,
  message: MessageFacts | undefined,
  heads: ByteHeads | undefined,
): readonly PayloadLayer[] {
  const { masked, maskingKey, payloadReceived, headerLength } = fields;
  const onWire: PayloadLayer = {
    name: 'On the wire',
    size: payloadReceived,
    about: masked ? `masked with ${maskingKey}` : 'not masked',
    head: heads?.frame.bytes.subarray(headerLength) ?? nothingRead,
    view: 'frame',
  };
  const layers = [onWire];
  if (masked) {
    layers.push({
      name: 'Unmasked',
      size: payloadReceived,
      about: message?.compressed ? 'still compressed' : 'each byte XORed with the key again',
      head: heads?.payload.bytes ?? nothingRead,
      view: 'payload',
    });
  }
  if (message) layers.push(...messageLayers(message, heads));
  return layers;
}

function messageLayers(message: MessageFacts, heads: ByteHeads | undefined): PayloadLayer[] {
  const { fragments, compressed, wireLength, length, problem } = message;
  const layer = { head: heads?.message?.bytes ?? nothingRead, view: 'message' } as const;
  if (compressed) {
    const from =
      fragments > 1
        ? `from ${formatBytes(wireLength)} in ${formatCount(fragments)} fragments`
        : `from ${formatBytes(wireLength)}`;
    const about =
      length === undefined ? (problem ?? 'not yet') : `${from}${ratioText(wireLength, length)}`;
    return [{ ...layer, name: 'Inflated', size: length, about }];
  }
  if (fragments < 2) return [];
  const about = `${formatCount(fragments)} fragments${message.lastRow === undefined ? ' so far' : ''}`;
  return [{ ...layer, name: 'Message', size: length, about }];
}

/** How many times as large a message is after inflating: `, 3.4 times as large`. */
function ratioText(wireLength: number, length: number): string {
  if (wireLength === 0) return '';
  const times = length / wireLength;
  return `, ${times >= 9.95 ? Math.round(times) : times.toFixed(1)} times as large`;
}
