import esbuild, { type BuildOptions, type Metafile } from 'esbuild';
import { templateSpace } from '../../scripts/templateSpace.js';

const node: BuildOptions = { platform: 'node', format: 'cjs', target: 'node22' };
const page: BuildOptions = {
  platform: 'browser',
  format: 'esm',
  target: 'chrome138',
  splitting: true,
  plugins: [templateSpace],
};

/** Entry points that are weighed together, and the bytes that they may have, minified. */
export const bundleLimits = {
  host: {
    entryPoints: ['src/host/extension.ts', 'src/inspector/workerMain.ts'],
    options: node,
    atStart: 300_000,
    whole: 300_000,
  },
  panel: {
    entryPoints: ['src/webview/panelMain.ts'],
    options: page,
    atStart: 150_000,
    whole: 200_000,
  },
  checker: {
    entryPoints: ['src/checker/workerMain.ts'],
    options: node,
    atStart: 100_000,
    whole: 100_000,
  },
  checkPanel: {
    entryPoints: ['src/webview/checkMain.ts'],
    options: page,
    atStart: 50_000,
    whole: 50_000,
  },
} as const;

/** Bytes of bundles as they ship. */
export interface BundleSize {
  /** The entry points and what they import at once. */
  readonly atStart: number;
  /** With what they import later, too. */
  readonly whole: number;
}

export async function bundleSize(name: keyof typeof bundleLimits): Promise<BundleSize> {
  const { entryPoints, options } = bundleLimits[name];
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: [...entryPoints],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: 'weighed',
    external: ['vscode'],
    define: { BUILD_ID: '"0.0.0"' },
  });
  return sizeIn(metafile);
}

/** What the outputs of a build weigh. Each of its entry points is one that nothing imports. */
function sizeIn({ outputs }: Metafile): BundleSize {
  const files = Object.entries(outputs);
  const imported = new Set(files.flatMap(([, { imports }]) => imports.map((one) => one.path)));
  const loaded = new Set(files.map(([file]) => file).filter((file) => !imported.has(file)));
  // A set that grows while it is walked through is walked through to its end.
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(path);
    }
  }
  const bytesOf = (names: Iterable<string>) =>
    Array.from(names).reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
  return { atStart: bytesOf(loaded), whole: bytesOf(Object.keys(outputs)) };
}
