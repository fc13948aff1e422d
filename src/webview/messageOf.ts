/** The sentence of whatever a request failed with. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
