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
  /^media\//,
];

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
  check(await listFiles({ packageManager: PackageManager.None }));
  console.log(path.resolve(packagePath));
}

/** @param {readonly string[]} files */
function check(files) {
  const strange = files.filter((file) => !shipping.some((pattern) => pattern.test(file)));
  const missing = needed.filter((file) => !files.includes(file));
  if (strange.length > 0) throw new Error(`The package must not hold: ${strange.join(', ')}`);
  if (missing.length > 0) throw new Error(`The package lacks: ${missing.join(', ')}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
