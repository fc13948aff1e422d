import { html, type TemplateResult } from 'lit-html';
import { closeCodeMeaning } from './closeCodes';

/** What the codes of RFC 6455 §7.4.1, and those registered since, tell the other end. */
const explanations: Readonly<Record<number, string>> = {
  1000: 'What the connection was for is done.',
  1001: 'This end goes away: a server that stops, or a page that is left.',
  1002: 'The other end broke the protocol.',
  1003: 'This end cannot take this type of data, binary for instance.',
  1007: 'A message did not fit its type: text that is not UTF-8, for instance.',
  1008: 'A message broke a rule of the application; no other code fits.',
  1009: 'A message was larger than this end can take.',
  1010: 'The server did not agree on an extension that this client needs.',
  1011: 'This end met a condition that it did not expect.',
  1012: 'The service restarts. Connect again after a random while.',
  1013: 'The service is overloaded. Connect again later.',
  1014: 'A gateway got an invalid answer from the server behind it.',
};

/** The content of a close frame: code, name, what the code tells, reason (RFC 6455 §5.5.1, §7.4). */
export function closeFacts(payload: Uint8Array): TemplateResult {
  if (payload.length < 2) return noCode(payload.length);
  const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
  const reason = new TextDecoder().decode(payload.subarray(2));
  return html`<dl class="facts">
    <dt>Close code</dt>
    <dd>${code}, ${closeCodeMeaning(code)}</dd>
    <dt>It tells</dt>
    <dd>${explanationOf(code)}</dd>
    <dt>Reason</dt>
    <dd>${reason || 'none'}</dd>
  </dl>`;
}

function noCode(length: number): TemplateResult {
  const why =
    length === 0
      ? 'none: this close frame is empty'
      : 'none: a single byte cannot hold one, so the frame is not valid';
  return html`<dl class="facts">
    <dt>Close code</dt>
    <dd>${why}</dd>
    <dt>It tells</dt>
    <dd>
      Nothing but the end. Programs report it as 1005, no status received (RFC 6455 §7.1.5); an end
      without any close frame would be 1006.
    </dd>
  </dl>`;
}

function explanationOf(code: number): string {
  const known = explanations[code];
  if (known !== undefined) return known;
  if (code >= 3000 && code <= 3999) return 'What a library or framework has registered it for.';
  if (code >= 4000 && code <= 4999) return 'What the two programs have agreed on.';
  return 'Nothing: no close frame may carry this code (RFC 6455 §7.4).';
}
