// @ts-check
'use strict';

const { cp, mkdir, readdir, rename, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { templateSpace } = require('./scripts/templateSpace.js');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
/** Names of the bundles to build; all of them unless told. */
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

/**
 * A watch also says when a build begins and ends, which the task in `.vscode` reads.
 *
 * @type {import('esbuild').LogLevel}
 */
const logLevel = watch ? 'info' : 'warning';

/** Node inside the oldest VS Code we support (1.106 runs on Node 22). */
const vscodeNode = 'node22';
/** Chromium inside the oldest VS Code we support (1.106 runs on Electron 37). */
const vscodeChromium = 'chrome138';
/** The oldest Node that runs the tests and the command line. */
const developerNode = 'node20';

/** @type {import('esbuild').BuildOptions} */
const node = {
  platform: 'node',
  format: 'cjs',
};

/** @type {import('esbuild').BuildOptions} */
const page = {
  platform: 'browser',
  format: 'esm',
  target: vscodeChromium,
  outdir: 'dist',
  // A source map must show the sources as they are.
  plugins: production ? [templateSpace] : [],
};

/** Folder in `dist` for what the panel's entry imports; their names change with their content. */
const panelParts = 'panel';

/**
 * Every bundle of the project, in one table: name, options, and whether it ships.
 *
 * @type {{ name: string, ships: boolean, options: () => Promise<import('esbuild').BuildOptions> }[]}
 */
const bundles = [
  {
    name: 'host',
    ships: true,
    options: async () => ({
      ...node,
      target: vscodeNode,
      entryPoints: { host: 'src/host/extension.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
  },
  {
    name: 'inspector worker',
    ships: true,
    options: async () => ({
      ...node,
      target: vscodeNode,
      entryPoints: { inspector: 'src/inspector/workerMain.ts' },
      outdir: 'dist',
    }),
  },
  {
    name: 'search worker',
    ships: true,
    options: async () => ({
      ...node,
      target: vscodeNode,
      entryPoints: { search: 'src/capture/search/searchMain.ts' },
      outdir: 'dist',
    }),
  },
  {
    name: 'checker worker',
    ships: true,
    options: async () => ({
      ...node,
      target: vscodeNode,
      entryPoints: { checker: 'src/checker/workerMain.ts' },
      outdir: 'dist',
    }),
  },
  {
    name: 'playground server process',
    ships: true,
    options: async () => ({
      ...node,
      target: vscodeNode,
      entryPoints: { server: 'src/server/processMain.ts' },
      outdir: 'dist',
    }),
  },
  {
    name: 'command line',
    ships: true,
    options: async () => ({
      ...node,
      target: developerNode,
      entryPoints: { cli: 'src/cli/cliMain.ts' },
      outdir: 'dist',
    }),
  },
  {
    name: 'panel',
    ships: true,
    options: async () => ({
      ...page,
      entryPoints: { panel: 'src/webview/panelMain.ts' },
      splitting: true,
      chunkNames: `${panelParts}/[name]-[hash]`,
    }),
  },
  {
    name: 'check panel',
    ships: true,
    options: async () => ({
      ...page,
      entryPoints: { check: 'src/webview/checkMain.ts' },
    }),
  },
  {
    name: 'tests',
    ships: false,
    options: async () => ({
      ...node,
      target: developerNode,
      entryPoints: await filesUnder('test', (file) => /\.(test|entry)\.ts$/.test(file)),
      outbase: '.',
      outdir: 'out',
      packages: 'external',
      external: ['vscode'],
    }),
  },
];

/**
 * @param {string} folder
 * @param {(file: string) => boolean} wanted
 * @returns {Promise<string[]>}
 */
async function filesUnder(folder, wanted) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(wanted);
}

/** The codicon font and its style sheet ship as they are in the package. */
async function copyCodicons() {
  await mkdir('dist', { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    await cp(path.join('node_modules/@vscode/codicons/dist', file), path.join('dist', file));
  }
}

/**
 * Builds and puts each file in its place whole: whoever starts one meanwhile gets the old or the
 * new one.
 *
 * @param {import('esbuild').BuildOptions} options
 */
async function build(options) {
  const { outputFiles } = await esbuild.build({ ...options, write: false });
  // Parts, which lie deeper, are there before the entry that imports them.
  outputFiles.sort((a, b) => depth(b.path) - depth(a.path));
  for (const { path: file, contents } of outputFiles) {
    const unfinished = `${file}.${process.pid}.new`;
    const isProgram = Buffer.from(contents.subarray(0, 2)).toString() === '#!';
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(unfinished, contents, { mode: isProgram ? 0o755 : 0o644 });
    await rename(unfinished, file);
  }
  if (options.splitting) await removeOldParts(outputFiles.map((file) => file.path));
}

/** @param {string} file */
function depth(file) {
  return file.split(path.sep).length;
}

/**
 * Parts of an earlier build have other names and would stay, and ship.
 *
 * @param {readonly string[]} built
 */
async function removeOldParts(built) {
  const folder = path.resolve('dist', panelParts);
  const files = await filesUnder(folder, (file) => !built.includes(file));
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

async function main() {
  const wanted = bundles.filter(
    ({ name, ships }) => (ships || !production) && (chosen.length === 0 || chosen.includes(name)),
  );
  const options = await Promise.all(
    wanted.map(async (bundle) => ({
      ...(await bundle.options()),
      bundle: true,
      minify: production,
      sourcemap: !production,
      logLevel,
      define: { BUILD_ID: JSON.stringify(require('./package.json').version) },
    })),
  );
  await copyCodicons();
  if (!watch) {
    await Promise.all(options.map(build));
    return;
  }
  const contexts = await Promise.all(options.map((one) => esbuild.context(one)));
  await Promise.all(contexts.map((context) => context.watch()));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
