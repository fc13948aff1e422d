import { type Hello, protocolVersion } from '../protocol/hello';
import { RequestError } from '../protocol/requestError';
import { build } from './build';

/** What the host says first on every port. */
export const hostHello: Hello = { protocol: protocolVersion, build };

/** Whether the other side of a port comes from the same build as the host. */
export function isSameBuild(hello: Hello): boolean {
  return hello.protocol === protocolVersion && hello.build === build;
}

/** @throws RequestError `other-build` when the other side of a port is not of this build. */
export function assertSameBuild(hello: Hello): void {
  if (isSameBuild(hello)) return;
  throw new RequestError(
    'other-build',
    'Socket Playground was updated while it was running. Reload the window to go on.',
  );
}
