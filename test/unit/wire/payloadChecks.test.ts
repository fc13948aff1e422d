import assert from 'node:assert/strict';
import { CloseCheck } from '../../../src/wire/closeCheck';
import { PayloadChecks } from '../../../src/wire/payloadChecks';
import { TextCheck } from '../../../src/wire/textCheck';

/** What looks at each frame of a direction, given by their first bytes. */
function checks(permessageDeflate: boolean, ...firstBytes: number[]): string[] {
  const chooser = new PayloadChecks(permessageDeflate);
  return firstBytes.map((byte) => {
    const check = chooser.next(byte);
    if (check instanceof TextCheck) return 'text';
    return check instanceof CloseCheck ? 'close' : 'none';
  });
}

describe('payloadChecks', () => {
  it('checks text and close frames only', () => {
    assert.deepEqual(checks(false, 0x81, 0x82, 0x88, 0x89, 0x8a, 0x83, 0x8b), [
      'text',
      'none',
      'close',
      'none',
      'none',
      'none',
      'none',
    ]);
  });

  it('follows a message through its fragments, past control frames', () => {
    assert.deepEqual(checks(false, 0x01, 0x89, 0x00, 0x88, 0x80, 0x80), [
      'text',
      'none',
      'text',
      'close',
      'text',
      'none',
    ]);
    assert.deepEqual(checks(false, 0x01, 0x02, 0x80), ['text', 'none', 'none']);
  });

  it('leaves compressed text alone, from its first fragment to its last', () => {
    assert.deepEqual(checks(true, 0x41, 0x00, 0x80, 0x81), ['none', 'none', 'none', 'text']);
    assert.deepEqual(checks(false, 0x41, 0x80), ['text', 'text']);
  });
});
