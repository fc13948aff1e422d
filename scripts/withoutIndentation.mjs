import { readFile } from 'node:fs/promises';

/**
 * Leaves out the indentation of the panel's sources: the templates keep theirs otherwise, which is
 * some 5 kB that every panel would load. HTML takes a line's end for the same space.
 *
 * @type {import('esbuild').Plugin}
 */
export const withoutIndentation = {
  name: 'without-indentation',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]webview[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(/\n[ \t]+/g, '\n'),
      loader: 'ts',
    }));
  },
};
