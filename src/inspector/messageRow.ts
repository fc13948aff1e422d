import type { Capture, CapturedMessage } from '../capture/capture';
import type { Row } from '../protocol/rowBatch';
import { messagePreview } from './preview';
import { worstFinding } from './rows';

/**
 * A row of the list of messages: the message that a frame completes, with the size of all its
 * fragments on the wire. Other rows stay as they are.
 */
export function messageRow(capture: Capture, row: Row): Row {
  const frame = row.kind === 'frame' ? capture.frame(row.row) : undefined;
  if (!frame?.message || (frame.message.firstRow === row.row && !frame.message.compressed)) {
    return row;
  }
  const message = capture.message(row.row);
  if (!message) return row;
  let findings = 0;
  for (const fragment of capture.fragments(row.row)) {
    findings |= capture.frame(fragment)?.findings ?? 0;
  }
  return {
    ...row,
    opcode: message.opcode,
    fin: true,
    rsv1: message.compressed,
    size: message.wireLength,
    severity: worstFinding(findings),
    preview: `${aboutMessage(capture, message, row.timeUs)} ${messagePreview(capture, row.row)}`,
  };
}

/** How a message crossed the wire, where that is more than one plain frame. */
function aboutMessage(capture: Capture, message: CapturedMessage, lastUs: number): string {
  const { firstRow, fragments, compressed } = message;
  const milliseconds = ((lastUs - capture.timeUs(firstRow)) / 1000).toFixed(1);
  const inflated = compressed ? capture.inflatedMessage(firstRow) : undefined;
  const facts = [
    fragments > 1 ? `${counted(fragments)} fragments in ${milliseconds} ms` : '',
    inflated?.length !== undefined ? `inflated to ${counted(inflated.length)} B` : '',
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? '' : `(${facts.join(', ')})`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
