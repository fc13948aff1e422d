import { html, nothing, type TemplateResult } from 'lit-html';
import type { FindingText, FrameFields, MessageFacts } from '../protocol/frameDetail';
import { formatBytes, formatCount, formatTime, formatTimeOfDay } from './format';
import { kindName } from './frameKind';

interface Field {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

const bit = (value: boolean) => (value ? '1' : '0');
const lengthForms = { 7: '7 bits', 16: '7 + 16 bits', 64: '7 + 64 bits' } as const;

/** The frame in the terms of RFC 6455 §5.2: findings, header fields, and the message it is part of. */
export function frameFieldsView(
  fields: FrameFields,
  message: MessageFacts | undefined,
): TemplateResult {
  return html`
    ${fields.findings.length === 0 ? nothing : findingsList(fields.findings)}
    ${fieldTable('Header (RFC 6455 §5.2)', headerFields(fields, message?.compressed ?? false))}
    ${fieldTable('Place', placeFields(fields))}
    ${message ? fieldTable('Message (RFC 6455 §5.4)', messageFields(message)) : nothing}
  `;
}

function findingsList(findings: readonly FindingText[]): TemplateResult {
  return html`<ul class="findings" aria-label="Findings">
    ${findings.map(
      ({ severity, text, section }) =>
        html`<li class=${severity}>
          <span class="codicon codicon-${severity}" role="img" aria-label=${severity}></span>
          <span>${text} <span class="section">${section}</span></span>
        </li>`,
    )}
  </ul>`;
}

function fieldTable(caption: string, rows: readonly Field[]): TemplateResult {
  return html`<table class="fields">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${rows.map(
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

function headerFields(fields: FrameFields, compressed: boolean): Field[] {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, maskingKey, lengthBits } = fields;
  return [
    {
      name: 'FIN',
      value: bit(fin),
      meaning: fin ? 'Last fragment of its message' : 'More fragments follow',
    },
    {
      name: 'RSV1',
      value: bit(rsv1),
      meaning: rsv1 ? rsv1Meaning(compressed) : 'Not used',
    },
    { name: 'RSV2', value: bit(rsv2), meaning: rsv2 ? 'Set by an extension' : 'Not used' },
    { name: 'RSV3', value: bit(rsv3), meaning: rsv3 ? 'Set by an extension' : 'Not used' },
    { name: 'Opcode', value: `0x${opcode.toString(16)}`, meaning: kindName(opcode) },
    {
      name: 'MASK',
      value: bit(masked),
      meaning: maskMeaning(fields),
    },
    {
      name: 'Payload length',
      value: formatCount(fields.payloadLength),
      meaning: `${formatBytes(fields.payloadLength)}, written in ${lengthForms[lengthBits]}`,
    },
    {
      name: 'Masking key',
      value: maskingKey || 'none',
      meaning: masked ? 'XORed over the payload data (§5.3)' : '',
    },
    {
      name: 'Payload data',
      value: formatCount(fields.payloadReceived),
      meaning:
        fields.payloadReceived < fields.payloadLength
          ? 'bytes; the connection ended inside the frame'
          : 'bytes, all that the header declares',
    },
  ];
}

/** Which of the negotiated extensions uses the bit is known of permessage-deflate only. */
function rsv1Meaning(compressed: boolean): string {
  return compressed ? 'The message is compressed (RFC 7692)' : 'Set by an extension';
}

/** Frames from a client must be masked, frames from a server must not be (RFC 6455 §5.1). */
function maskMeaning({ masked, direction }: FrameFields): string {
  const fromClient = direction === 'out';
  const rule = fromClient ? 'frames from a client must be' : 'frames from a server must not be';
  return `${masked ? 'Masked' : 'Not masked'}, ${masked === fromClient ? 'as' : 'although'} ${rule}`;
}

function placeFields(fields: FrameFields): Field[] {
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

function messageFields(message: MessageFacts): Field[] {
  const { firstRow, lastRow, fragments, compressed, wireLength, length } = message;
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
