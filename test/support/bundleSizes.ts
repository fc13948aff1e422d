import esbuild from 'esbuild';
import { withoutIndentation } from '../../scripts/withoutIndentation.mjs';

/** Entry points that are weighed together, and the bytes that they may have, minified. */
export const bundleLimits = {
  host: { entryPoints: ['src/host/extension.ts', 'src/inspector/workerMain.ts'], most: 300_000 },
  panel: { entryPoints: ['src/webview/panelMain.ts'], most: 150_000 },
} as const;

/** Bytes of bundles as they ship. */
export async function bundleSize(name: keyof typeof bundleLimits): Promise<number> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [...bundleLimits[name].entryPoints],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'weighed',
    platform: name === 'panel' ? 'browser' : 'node',
    format: name === 'panel' ? 'iife' : 'cjs',
    target: name === 'panel' ? 'chrome138' : 'node22',
    external: ['vscode'],
    plugins: [withoutIndentation],
    define: { BUILD_ID: '"0.0.0"' },
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}
