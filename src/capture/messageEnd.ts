import { findingBit } from '../wire/finding';
import { finOf } from '../wire/frameBits';
import { firstByteOf } from './rowBits';

const truncated = findingBit('truncated');

/**
 * Whether nothing of its message follows a data frame: it has FIN (RFC 6455 §5.4), or the stream
 * ended inside it.
 *
 * @param bits see `rowBits`
 */
export function isMessageEnd(bits: number, findings: number): boolean {
  return finOf(firstByteOf(bits)) || (findings & truncated) !== 0;
}
