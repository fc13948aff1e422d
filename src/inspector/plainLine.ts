import type { Capture } from '../capture/capture';
import { Opcode } from '../wire/opcode';
import { completedMessage } from './completedMessage';
import { base64Of, messageOf, textOf, type LinePart, type Notation } from './content';

const notation: Notation = {
  // A line break ends the message's line.
  text: {
    before: '',
    escape: (text) => text.replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
    after: '',
  },
  base64: { before: '', after: '' },
};

/**
 * The message that a row completes as one line; no part for any other row. A text is written as it
 * is, but for its line breaks; binary data, and what is no valid UTF-8, as base64.
 */
export function plainLineOf(capture: Capture, row: number): LinePart[] {
  const frame = capture.frame(row);
  const message = frame && completedMessage(capture, row, frame);
  if (!message?.readable) return [];
  const content = messageOf(capture, row, message);
  return [message.opcode === Opcode.text ? textOf(content, notation) : base64Of(content)];
}
