/** Bytes of the record of a row in the index, in memory as on disk. */
export const bytesPerRow = 40;
/** The same as a number of float64 and of uint32 values. */
export const float64PerRow = bytesPerRow / 8;
export const uint32PerRow = bytesPerRow / 4;

/**
 * Where the fields of a record stand, counted from its beginning: the first three in float64
 * values, the others in uint32 values. `docs/capture-format.md` says what they mean.
 */
export const rowField = {
  timeUs: 0,
  position: 1,
  payloadLength: 2,
  maskingKey: 6,
  findings: 7,
  bits: 8,
  messageDistance: 9,
} as const;
