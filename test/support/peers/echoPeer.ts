import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startWebsocketd } from './peer';
import { ReportingProcess } from './process';

/** Servers that this project did not write, by the names of their packages. */
export const echoPeers = [
  'ws',
  'python3-websockets',
  'python3-aiohttp',
  'python3-tornado',
  'websocketd',
] as const;
export type EchoPeerName = (typeof echoPeers)[number];

/** A server that sends every message back in kind, in a process of its own. */
export interface EchoPeer {
  readonly url: string;
  /** As the server itself says it. */
  readonly version: string;
  readonly stop: () => Promise<void>;
}

/** Starts a server, in the state in which its package gives it, and resolves once it listens. */
export async function startEchoPeer(name: EchoPeerName): Promise<EchoPeer> {
  switch (name) {
    case 'ws':
      return startReporting(process.execPath, ['test/support/peers/echoServer.mjs'], 'nodejs');
    case 'websocketd':
      return startWebsocketdEcho();
    case 'python3-websockets':
    case 'python3-aiohttp':
    case 'python3-tornado': {
      const library = name.replace('python3-', '');
      const args = ['test/support/peers/echoServer.py', library];
      return startReporting('/usr/bin/python3', args, name);
    }
  }
}

async function startReporting(
  program: string,
  args: readonly string[],
  debianPackage: string,
): Promise<EchoPeer> {
  const server = new ReportingProcess(program, args, debianPackage);
  try {
    const { port, version } = await server.event('listening');
    const url = `ws://127.0.0.1:${String(port)}/`;
    return { url, version: String(version), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** websocketd sends each line of a program as a text message: `cat` gives each line back. */
async function startWebsocketdEcho(): Promise<EchoPeer> {
  const peer = await startWebsocketd(['cat']);
  return { url: `${peer.url}/`, version: await debianVersion(), stop: () => peer.stop() };
}

/** The websocketd of Debian says of itself that it is a development build, and no more. */
async function debianVersion(): Promise<string> {
  try {
    const query = ['--show', '--showformat=${source:Upstream-Version}', 'websocketd'];
    return (await promisify(execFile)('dpkg-query', query)).stdout;
  } catch {
    return 'of unknown version';
  }
}
