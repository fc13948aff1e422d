import process from 'node:process';
import { build } from '../../../src/host/build';
import type { ServerSide } from '../../../src/protocol/contracts';
import { Endpoint } from '../../../src/protocol/endpoint';
import { protocolVersion } from '../../../src/protocol/hello';

/** A server process with which the host's side is tested. It listens nowhere; port 1 kills it. */
const endpoint = new Endpoint<ServerSide>({
  port: {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
  },
  handlers: {
    'server/hello': () => ({ protocol: protocolVersion, build }),
    'server/start': ({ port }) => {
      if (port === 1) process.exit(1);
      return {
        pid: process.pid,
        listening: { address: '127.0.0.1', port, family: 'IPv4' },
        url: `ws://127.0.0.1:${port}/`,
      };
    },
    'server/stop': () => null,
  },
  notices: {},
});
process.once('disconnect', () => endpoint.close());
