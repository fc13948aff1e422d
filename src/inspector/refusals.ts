import { RequestError } from '../protocol/requestError';

/** Said when a panel is to show something else while it is connected. */
export function alreadyOpen(): RequestError {
  return new RequestError('already-open', 'This connection is still open. Disconnect first.');
}

/** Said when something needs an open connection and there is none. */
export function notOpen(): RequestError {
  return new RequestError('not-open', 'The connection is not open. Connect first.');
}

/** Said when a row is asked for that the capture does not hold. */
export function noRow(row: number, first: number): RequestError {
  return new RequestError(
    'no-row',
    row < first
      ? 'This row is no longer kept: the memory limit was reached. Raise it in the settings.'
      : 'There is no such row. Reload the panel.',
  );
}
