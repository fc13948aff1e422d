// @ts-check
'use strict';

const { readFile } = require('node:fs/promises');

/**
 * Leaves the indentation of the panel's source out of its bundle: what stands in templates of
 * lit-html would ship, 4.7 kB of it. The line breaks stay, which are all the space that HTML sees.
 *
 * @type {import('esbuild').Plugin}
 */
const templateSpace = {
  name: 'template space',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]webview[/\\][^/\\]+\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(/\n +/g, '\n'),
      loader: 'ts',
    }));
  },
};

module.exports = { templateSpace };
