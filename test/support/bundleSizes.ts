import esbuild from 'esbuild';
import { templateSpace } from '../../scripts/templateSpace.js';

/** Entry points that are weighed together, and the bytes that they may have, minified. */
export const bundleLimits = {
  host: { entryPoints: ['src/host/extension.ts', 'src/inspector/workerMain.ts'], most: 300_000 },
  panel: { entryPoints: ['src/webview/panelMain.ts'], most: 150_000 },
  checker: { entryPoints: ['src/checker/workerMain.ts'], most: 100_000 },
  checkPanel: { entryPoints: ['src/webview/checkMain.ts'], most: 50_000 },
} as const;

/** Bytes of bundles as they ship. */
export async function bundleSize(name: keyof typeof bundleLimits): Promise<number> {
  const isPage = name === 'panel' || name === 'checkPanel';
  const { outputFiles } = await esbuild.build({
    entryPoints: [...bundleLimits[name].entryPoints],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'weighed',
    platform: isPage ? 'browser' : 'node',
    format: isPage ? 'iife' : 'cjs',
    target: isPage ? 'chrome138' : 'node22',
    external: ['vscode'],
    plugins: isPage ? [templateSpace] : [],
    define: { BUILD_ID: '"0.0.0"' },
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}
