/** Why a request failed: a stable code and a sentence for people. It crosses every port. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
