// @ts-check
/**
 * `npm run package`: builds the extension's package, `socket-playground-VERSION.vsix`, and fails
 * when it holds anything that should not ship or lacks anything that should.
 *
 *   npm run package -- FILE      writes it to that file
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies } from './dependencies.mjs';

/** Files that may ship, as patterns of their path in the repository. */
const shipping = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/[^/]+\.(js|css|ttf)$/,
  /^dist\/panel\/[^/]+\.js$/,
  /^media\//,
];

/** How a script names a part that it imports. */
const partAddress = /"(\.\.?\/[\w/-]+\.js)"/g;

/** Files without which the extension does not work. */
const needed = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/host.js',
  'dist/inspector.js',
  'dist/search.js',
  'dist/server.js',
  'dist/cli.js',
  'dist/panel.js',
  'dist/checker.js',
  'dist/check.js',
  'dist/codicon.css',
  'dist/codicon.ttf',
  'media/panel.css',
  'media/check.css',
  'media/icon.png',
];

async function main() {
  process.chdir(path.resolve(import.meta.dirname, '..'));
  await installDependencies();
  const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8'));
  const packagePath = process.argv[2] ?? `${name}-${version}.vsix`;
  await createVSIX({
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  check(
    await listFiles({ packageManager: PackageManager.None }),
    await importedBy('dist/panel.js'),
  );
  console.log(path.resolve(packagePath));
}

/**
 * The parts that a script of the panel imports, at once or later; the bundler names them.
 *
 * @param {string} file
 * @param {Set<string>} found
 */
async function importedBy(file, found = new Set()) {
  for (const [, imported = ''] of (await readFile(file, 'utf8')).matchAll(partAddress)) {
    const part = path.posix.join(path.posix.dirname(file), imported);
    if (found.has(part)) continue;
    found.add(part);
    await importedBy(part, found);
  }
  return found;
}

/** @param {string} file */
function mayShip(file) {
  return shipping.some((pattern) => pattern.test(file));
}

/**
 * @param {readonly string[]} files
 * @param {ReadonlySet<string>} parts of the panel
 */
function check(files, parts) {
  const isOldPart = (/** @type {string} */ file) =>
    file.startsWith('dist/panel/') && !parts.has(file);
  const strange = files.filter((file) => !mayShip(file) || isOldPart(file));
  const missing = [...needed, ...parts].filter((file) => !files.includes(file));
  if (strange.length > 0) throw new Error(`The package must not hold: ${strange.join(', ')}`);
  if (missing.length > 0) throw new Error(`The package lacks: ${missing.join(', ')}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
