import type { TemplateResult } from 'lit-html';
import type { DraftKind } from './composerState';
import { bareChoice } from './fields';

const kinds: readonly (readonly [kind: DraftKind, title: string, hint: string])[] = [
  ['text', 'Text', 'Text to send'],
  ['json', 'JSON', '{"key": "value"}'],
  ['hex', 'Binary (hex)', '48 65 6c 6c 6f'],
  ['base64', 'Binary (base64)', 'SGVsbG8='],
  ['file', 'Binary (file)', ''],
  ['ping', 'Ping', 'Payload of the ping, may be empty'],
  ['pong', 'Pong', 'Payload of the pong, may be empty'],
  ['close', 'Close', ''],
  ['frame', 'Frame laboratory', 'Payload of the frame, may be empty'],
  ['raw', 'Raw bytes', 'Bytes for the wire, as they are'],
];

export function kindTitle(kind: DraftKind): string {
  return kinds.find(([one]) => one === kind)?.[1] ?? kind;
}

/** What the empty message field says. */
export function kindHint(kind: DraftKind): string {
  return kinds.find(([one]) => one === kind)?.[2] ?? '';
}

export function kindField(kind: DraftKind, onChoose: (kind: DraftKind) => void): TemplateResult {
  const choices = kinds.map(([one, title]) => [one, title] as const);
  return bareChoice({ id: 'kind', label: 'Kind', value: kind, choices, onChoose });
}
