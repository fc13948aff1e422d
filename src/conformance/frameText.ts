import { closeCodeName } from '../wire/closeCode';
import { readClosePayload } from '../wire/closePayload';
import { finOf, opcodeOf, rsv1Of, rsv2Of, rsv3Of } from '../wire/frameBits';
import { isControl, Opcode } from '../wire/opcode';
import type { SeenFrame } from './frameStream';
import { shownText } from './shownText';

const names: Readonly<Record<number, string>> = {
  [Opcode.continuation]: 'continuation',
  [Opcode.text]: 'text',
  [Opcode.binary]: 'binary',
  [Opcode.close]: 'close',
  [Opcode.ping]: 'ping',
  [Opcode.pong]: 'pong',
};

/** A frame in a few words: kind, what is unusual in its header, and size. */
export function frameText(frame: SeenFrame, from: 'client' | 'server'): string {
  const { firstByte, masked } = frame;
  return [
    kindText(frame),
    finOf(firstByte) || '' || 'without FIN',
    rsv1Of(firstByte) && 'RSV1',
    rsv2Of(firstByte) && 'RSV2',
    rsv3Of(firstByte) && 'RSV3',
    from === 'client' && !masked && 'not masked',
    from === 'server' && masked && 'masked',
    sizeText(frame),
  ]
    .filter((part) => typeof part === 'string')
    .join(', ');
}

function kindText({ firstByte, payload }: SeenFrame): string {
  const opcode = opcodeOf(firstByte);
  const name = names[opcode];
  if (name === undefined) {
    return `reserved ${isControl(opcode) ? 'control' : 'data'} opcode 0x${opcode.toString(16).toUpperCase()}`;
  }
  if (opcode !== Opcode.close || payload.length < 2) return name;
  const { code = 0, reason } = readClosePayload(payload);
  return shownText(`close ${code} ${closeCodeName(code)}${reason === '' ? '' : ` "${reason}"`}`);
}

function sizeText({ payloadLength, payloadReceived }: SeenFrame): string {
  if (payloadReceived === payloadLength) return bytesText(payloadLength);
  return `${payloadReceived.toLocaleString('en-US')} of ${bytesText(payloadLength)}`;
}

function bytesText(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'byte' : 'bytes'}`;
}
