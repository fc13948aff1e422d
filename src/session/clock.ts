/** Microseconds since the machine's start: one clock for all processes of the machine. */
export function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
