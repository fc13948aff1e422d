import type { Capture } from '../capture/capture';
import { Opcode } from '../wire/opcode';
import { completedMessage } from './completedMessage';
import { Content } from './content';

/** What a line break inside a message becomes, since a line break ends the message's line. */
const lineBreaks: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/**
 * The message that a row completes as one line, in pieces; nothing for any other row. A text is
 * written as it is, but for its line breaks; binary data, and what is no valid UTF-8, as base64.
 */
export function* plainLineOf(capture: Capture, row: number): Generator<string, void> {
  const frame = capture.frame(row);
  const message = frame && completedMessage(capture, row, frame);
  if (!message?.readable) return;
  const content = new Content(capture, row, 'message');
  if (message.opcode !== Opcode.text || !content.isText) {
    yield* content.base64();
    return;
  }
  for (const text of content.text()) {
    yield text.replaceAll(/[\n\r]/g, (character) => lineBreaks[character] ?? '');
  }
}
