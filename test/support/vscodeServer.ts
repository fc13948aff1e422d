/**
 * A real VS Code for tests: its own server, on loopback, with fresh user data.
 *
 * ```ts
 * const server = await startTestVscode();               // or { version: 'oldest' }
 * const window = await openVscodeWindow(browser, server, { folder });   // ./vscodeWindow
 * await window.runCommand('Socket Playground: Connect…');
 * …
 * await window.close();
 * await server.end();                                   // ends the whole process group
 * ```
 *
 * The window loads the extension of this repository (`dist/`), so build first: `npm run build`.
 */
import { runOrThrow } from '../../scripts/run.mjs';
import {
  installExtensionCommand,
  startVscodeServer,
  type VscodeServer,
} from '../../scripts/vscodeServer.mjs';
import { vscodeInstall, type VscodeVersion } from '../../scripts/vscodeVersions.mjs';

export type { VscodeServer, VscodeVersion };

/** Nothing opens by itself, nothing moves, nothing asks. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'extensions.ignoreRecommendations': true,
};

export interface TestVscodeOptions {
  /** See the table in `scripts/vscodeVersions.mjs`; the newest unless told. */
  readonly version?: VscodeVersion;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asks for trust in each folder, as for people. Off unless told. */
  readonly workspaceTrust?: boolean;
  /** More environment for the extension host. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts a VS Code server that obeys tests: no token, and it loads an extension's folder. */
export async function startTestVscode({
  version = 'newest',
  settings = {},
  workspaceTrust = false,
  env = {},
}: TestVscodeOptions = {}): Promise<VscodeServer> {
  return startVscodeServer(await vscodeInstall(version), {
    args: [
      '--without-connection-token',
      // Without it a built VS Code takes no extension from a development path.
      '--enable-smoke-test-driver',
      ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    settings: { ...quietSettings, ...settings },
    env,
  });
}

/** Installs a VSIX into a running server; windows opened after that have it. */
export async function installVsix(
  { dataFolder }: VscodeServer,
  vsix: string,
  version: VscodeVersion = 'newest',
): Promise<string> {
  return runOrThrow(...installExtensionCommand(await vscodeInstall(version), dataFolder, vsix));
}

/** The process ids of the extension hosts that a server runs now, one for each window. */
export async function extensionHosts({ pid }: VscodeServer): Promise<number[]> {
  const processes = await runOrThrow('ps', ['-A', '-o', 'pid=,pgid=,args=']);
  return processes
    .split('\n')
    .filter((line) => line.includes('--type=extensionHost'))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, group]) => group === pid)
    .map(([host = 0]) => host);
}
