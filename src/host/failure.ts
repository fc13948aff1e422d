/**
 * Names an error for the log and keeps where it happened. Its message stays out: it may quote an
 * address with secrets or a payload.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}
