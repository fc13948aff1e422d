import { html, nothing, type TemplateResult } from 'lit-html';
import type { FrameFields, MessageFacts } from '../protocol/frameDetail';
import { formatCount, formatDelta, formatTime, formatTimeOfDay } from './format';
import { kindName } from './frameKind';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** Where a frame stands, and the message that it is part of. */
export function frameFacts(fields: FrameFields, message: MessageFacts | undefined): TemplateResult {
  return html`
    ${factTable('Place', placeFacts(fields))}
    ${message ? factTable('Message (RFC 6455 §5.4)', messageFacts(message)) : nothing}
  `;
}

function factTable(caption: string, facts: readonly Fact[]): TemplateResult {
  return html`<table class="fields">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${facts.map(
        ({ name, value, meaning }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="value">${value}</td>
            <td class="meaning">${meaning}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function placeFacts(fields: FrameFields): Fact[] {
  const sent = fields.direction === 'out';
  const length = fields.headerLength + fields.payloadReceived;
  return [
    {
      name: 'Direction',
      value: sent ? '↑ Sent' : '↓ Received',
      meaning: sent ? 'From this end to the other' : 'From the other end to this',
    },
    {
      name: 'Time',
      value: formatTime(fields.timeUs),
      meaning: `since the first event; ${formatTimeOfDay(fields.wallMs)} by the clock`,
    },
    {
      name: 'Position',
      value: formatCount(fields.position),
      meaning: 'of the first byte in its direction, from the opening handshake on',
    },
    {
      name: 'Frame length',
      value: formatCount(length),
      meaning: `bytes: ${formatCount(fields.headerLength)} of header and ${formatCount(fields.payloadReceived)} of payload`,
    },
  ];
}

function messageFacts(message: MessageFacts): Fact[] {
  const { firstRow, lastRow, fragments, compressed, wireLength, length, durationUs } = message;
  const last = lastRow === undefined ? 'still open' : formatCount(lastRow + 1);
  return [
    {
      name: 'Type',
      value: kindName(message.opcode),
      meaning: 'from the opcode of the first fragment',
    },
    {
      name: 'Fragments',
      value: formatCount(fragments),
      meaning:
        firstRow === lastRow ? 'not fragmented' : `rows ${formatCount(firstRow + 1)} to ${last}`,
    },
    {
      name: 'Duration',
      value: formatDelta(durationUs).slice(1),
      meaning: 'from the first to the last fragment',
    },
    {
      name: 'On the wire',
      value: formatCount(wireLength),
      meaning: 'bytes of payload data in all fragments',
    },
    {
      name: 'In full',
      value: length === undefined ? 'not known' : formatCount(length),
      meaning: compressed ? 'bytes after inflating (RFC 7692)' : 'bytes, not compressed',
    },
  ];
}
