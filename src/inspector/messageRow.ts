import type { Capture, MessageOfFrame } from '../capture/capture';
import type { Row } from '../protocol/rowBatch';
import { messageFragments, type MessageFragments } from './messageFragments';
import { messagePreview } from './preview';
import { worstFinding } from './rows';

/**
 * A row of the list of messages: the message that ends with a frame, with the size of its fragments
 * on the wire. Other rows stay as they are. The work is bounded, however many fragments there are:
 * the preview says if there are more than were counted.
 */
export function messageRow(capture: Capture, row: Row): Row {
  const frame = row.kind === 'frame' ? capture.frame(row.row) : undefined;
  const { message } = frame ?? {};
  if (!message || (message.firstRow === row.row && !message.compressed)) return row;
  const fragments = messageFragments(capture, message, row.row);
  const about = aboutMessage(capture, message, fragments, row.timeUs);
  return {
    ...row,
    opcode: message.opcode,
    rsv1: message.compressed,
    size: fragments.wireLength,
    severity: worstFinding(fragments.findings),
    preview: [about, messagePreview(capture, row.row, fragments)]
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** How a message crossed the wire, where that is more than one plain frame. */
function aboutMessage(
  capture: Capture,
  { firstRow, compressed }: MessageOfFrame,
  fragments: MessageFragments,
  lastUs: number,
): string {
  const oldest = Math.max(firstRow, capture.first);
  const milliseconds = ((lastUs - capture.timeUs(oldest)) / 1000).toFixed(1);
  const inflated = compressed ? capture.inflatedMessage(firstRow) : undefined;
  const isFragmented = fragments.rows.length > 1 || oldest > firstRow || !fragments.areAll;
  const facts = [
    isFragmented ? `${fragmentCount(fragments)} in ${milliseconds} ms` : '',
    oldest > firstRow ? 'the first ones are no longer kept' : '',
    inflated?.length !== undefined ? `inflated to ${counted(inflated.length)} B` : '',
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? '' : `(${facts.join(', ')})`;
}

function fragmentCount({ rows, wireLength, areAll }: MessageFragments): string {
  if (!areAll) {
    return `more than ${counted(rows.length)} fragments and ${counted(wireLength)} B`;
  }
  return rows.length === 1 ? '1 fragment' : `${counted(rows.length)} fragments`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
