import type { ServerSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import { protocolVersion } from '../protocol/hello';
import { PlaygroundServer } from './playgroundServer';
import { processPort } from './processPort';

/** Written into every bundle by esbuild.js: the version in package.json. */
declare const BUILD_ID: string;

if (!process.connected) throw new Error('The playground server runs as a forked process only.');

const server = new PlaygroundServer((count) => endpoint.notify('server/peers', { count }));

const port = processPort(process);
const endpoint = new Endpoint<ServerSide>({
  port,
  handlers: {
    'server/hello': () => ({ protocol: protocolVersion, build: BUILD_ID }),
    'server/start': ({ port: wanted, allowedOrigins }) => server.start(wanted, allowedOrigins),
    'server/stop': async () => {
      await server.stop();
      return null;
    },
  },
  notices: {},
});

// The channel closes when the parent ends, however it ends. Nobody could stop this process then.
// oxlint-disable-next-line unicorn/no-process-exit
port.onClose(() => process.exit());
