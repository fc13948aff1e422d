import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { desktopOnPath } from '../../scripts/desktop.mjs';
import { runOrThrow } from '../../scripts/run.mjs';
import { launchBrowser } from '../support/browser';
import { VscodeWindow } from '../support/vscodeWindow';

describe('npm start', function () {
  this.timeout(180_000);

  /** What `npm start` puts into its folder for temporary files is to be gone when it ends. */
  let temporary: string;
  let programs: string;
  let started: ChildProcess | undefined;

  before(function () {
    // Elsewhere the absence of a display cannot be pretended.
    if (process.platform !== 'linux') this.skip();
  });

  beforeEach(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'start-'));
    temporary = path.join(folder, 'tmp');
    programs = path.join(folder, 'programs');
    await mkdir(temporary);
    await mkdir(programs);
  });

  afterEach(async () => {
    if (started?.exitCode === null && started.kill('SIGTERM')) await once(started, 'exit');
    await rm(path.dirname(temporary), { recursive: true, force: true });
  });

  /** Starts it and collects its lines until one matches. */
  async function startUntil(line: RegExp, environment: NodeJS.ProcessEnv): Promise<string[]> {
    started = spawn(process.execPath, ['scripts/start.mjs'], {
      env: { ...process.env, TMPDIR: temporary, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(started.stdout);
    const lines: string[] = [];
    for await (const text of createInterface(started.stdout)) {
      lines.push(text);
      if (line.test(text)) return lines;
    }
    throw new Error(`It ended after: ${lines.join('\n')}`);
  }

  async function pressControlC(): Promise<void> {
    assert.ok(started);
    const exit = once(started, 'exit');
    started.kill('SIGINT');
    assert.deepEqual(await exit, [0, null]);
  }

  async function leavesNothing(): Promise<void> {
    assert.deepEqual(await readdir(temporary), []);
    const mentions = async () =>
      (await runOrThrow('ps', ['-A', '-ww', '-o', 'args='])).split('\n').filter(isOurs);
    const isOurs = (line: string) => line.includes(temporary);
    for (let tries = 0; tries < 50 && (await mentions()).length > 0; tries++) await delay(20);
    assert.deepEqual(await mentions(), []);
  }

  it('serves a VS Code with the extension to a browser where there is no display', async () => {
    const lines = await startUntil(/^http:/, { DISPLAY: '', WAYLAND_DISPLAY: '' });
    const passedOver = lines.filter((line) => line.startsWith('Passed over'));
    assert.deepEqual(passedOver, [
      'Passed over VS Code on the PATH: there is no display.',
      'Passed over a downloaded VS Code: there is no display.',
    ]);
    const address = new URL(lines.at(-1) ?? '');
    assert.equal(address.hostname, '127.0.0.1');
    assert.ok(address.searchParams.has('tkn'), 'The address holds the connection token.');
    assert.equal(address.searchParams.get('folder'), path.resolve('samples'));
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(address.href);
      await page.getByRole('button', { name: /^Restricted Mode/ }).waitFor();
      await new VscodeWindow(page.context(), page).findCommand('Socket Playground: Connect…');
    } finally {
      await browser.close();
    }
    await pressControlC();
    await leavesNothing();
  });

  it('opens the desktop VS Code on the PATH, and ends what that started', async () => {
    await pretendDesktop(programs);
    const PATH = `${programs}${path.delimiter}${process.env['PATH']}`;
    await startUntil(/^Opening /, { DISPLAY: ':0', VSCODE_IPC_HOOK_CLI: '', PATH });
    const args = await readWhenWritten(path.join(programs, 'arguments'));
    assert.ok(args.includes(`--extensionDevelopmentPath=${path.resolve('.')}`));
    assert.ok(args.includes(path.resolve('samples')));
    await pressControlC();
    await leavesNothing();
  });

  it('passes over the command line of a remote terminal', async () => {
    await pretendDesktop(programs);
    const env = { ...process.env, DISPLAY: ':0', PATH: programs };
    await assert.rejects(desktopOnPath({ ...env, VSCODE_IPC_HOOK_CLI: '/tmp/ipc' }), /remote/);
    const remote = path.join(programs, 'bin/remote-cli');
    await mkdir(remote, { recursive: true });
    await pretendDesktop(remote);
    await assert.rejects(desktopOnPath({ ...env, PATH: remote }), /remote/);
  });
});

/**
 * Puts a `code` into a folder that does as the real one: it starts the editor in a process group
 * of the editor's own and waits for it.
 */
async function pretendDesktop(folder: string): Promise<void> {
  const program = path.join(folder, 'code');
  const wait = 'setInterval(() => {}, 1000)';
  await writeFile(
    program,
    `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0] === '--version') return console.log('1.139.1');
const options = { detached: true, stdio: 'ignore' };
require('node:child_process').spawn(process.execPath, ['-e', '${wait}', '--', ...args], options);
require('node:fs').writeFileSync(__dirname + '/arguments', args.join('\\n'));
`,
  );
  await chmod(program, 0o755);
}

async function readWhenWritten(file: string): Promise<string[]> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return text.split('\n');
    await delay(20);
  }
}
