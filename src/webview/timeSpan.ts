/** Microseconds since the first event. */
export interface TimeSpan {
  readonly fromUs: number;
  readonly toUs: number;
}
