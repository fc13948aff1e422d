import type { FieldId } from './headerFields';

/** The fields that a finding is about, by its code. Those that are about no field are not here. */
const fieldsOf: Readonly<Record<string, readonly FieldId[]>> = {
  'reserved-bits': ['rsv1', 'rsv2', 'rsv3'],
  'rsv1-on-continuation': ['rsv1', 'opcode'],
  'rsv1-on-control': ['rsv1', 'opcode'],
  'reserved-opcode': ['opcode'],
  'unmasked-from-client': ['mask'],
  'masked-from-server': ['mask'],
  'fragmented-control': ['fin', 'opcode'],
  'oversized-control': ['length', 'extendedLength'],
  'non-minimal-length': ['length', 'extendedLength'],
  'length-overflow': ['extendedLength'],
  'length-uncountable': ['extendedLength'],
  'continuation-without-message': ['opcode'],
  'data-frame-inside-message': ['opcode'],
  'close-payload-one-byte': ['payload'],
  'close-code-invalid': ['payload'],
  'close-reason-not-utf8': ['payload'],
  'invalid-utf8': ['payload'],
  'data-after-close': ['opcode'],
  truncated: ['payload'],
};

/** The fields that a finding is about. */
export function fieldsOfFinding(code: string): readonly FieldId[] {
  return fieldsOf[code] ?? [];
}
