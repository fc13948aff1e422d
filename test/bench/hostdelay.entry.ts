import path from 'node:path';
import { launchBrowser } from '../support/browser';
import { VscodePanel } from '../support/vscodePanel';
import { startTestVscode } from '../support/vscodeServer';
import { openVscodeWindow, type VscodeWindow } from '../support/vscodeWindow';
import { DelayMeter } from './support/delayMeter';
import { median, printFigures } from './support/figures';
import { interleave } from './support/rounds';

/*
 * Event-loop delay of the extension host of a real VS Code while the worker captures a flood of
 * messages of 64 B at full speed and the panel shows it. It is what `monitorEventLoopDelay` with a
 * resolution of 1 ms finds in that thread, 99th percentile; nothing is subtracted. An event loop
 * that has nothing to do reads 1.1 ms, since the resolution is part of each delay.
 */

const idleMs = 2000;
const floodMs = 5000;

async function idle(meter: DelayMeter): Promise<number> {
  return (await meter.measure(idleMs)).p99;
}

async function flooded(meter: DelayMeter, window: VscodeWindow, url: string): Promise<number> {
  const panel = new VscodePanel(window);
  await window.runCommand('Socket Playground: Connect…');
  await window.answer(url);
  await panel.state('Open').waitFor();
  await panel.row('"type":"tick"').waitFor();
  const rows = async () => Number(await panel.frames.getAttribute('aria-rowcount'));
  const before = await rows();
  const start = performance.now();
  const { p50, p99, longest } = await meter.measure(floodMs);
  const rate = ((await rows()) - before) / (performance.now() - start);
  if (!(rate > 0)) throw new Error('The panel shows no rows that are new.');
  console.error(
    `in ms: median ${p50.toFixed(1)}, 99th percentile ${p99.toFixed(1)}, longest ${longest.toFixed(1)}; ` +
      `${Math.round(rate)} rows a millisecond in the panel`,
  );
  await window.runCommand('View: Close All Editors');
  return p99;
}

async function main(): Promise<void> {
  const meter = await DelayMeter.start();
  const vscode = await startTestVscode({ env: meter.env });
  const browser = await launchBrowser();
  try {
    const suite = path.join(__dirname, 'support/delayMeter.entry.js');
    const window = await openVscodeWindow(browser, vscode, { suite });
    const flood = await meter.flood();
    const p99 = await interleave('99th percentile in ms,', {
      idle: () => idle(meter),
      flooded: () => flooded(meter, window, flood),
    });
    printFigures('hostdelay', { p99ms: median(p99.flooded) });
  } finally {
    meter.end();
    await browser.close();
    await vscode.end();
  }
}

void main();
