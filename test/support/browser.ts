import { chromium, type Browser } from 'playwright-core';
import { browserArguments, browserProgram } from '../../scripts/browser.mjs';

/** Starts the Chromium that `npm test` found or installed, without a window. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserProgram(),
    args: browserArguments,
    headless: true,
  });
}
