import { parentPort } from 'node:worker_threads';
import type { InspectorSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import { Inspector } from './inspector';
import { messagePort } from './messagePort';
import { giveWay } from './threadPriority';

/** Written into every bundle by esbuild.js: the version in package.json. */
declare const BUILD_ID: string;

if (!parentPort) throw new Error('The inspector runs in a worker thread only.');

giveWay();

/*
 * Nothing is caught here on purpose: an error that nobody handled ends the worker, and the host
 * gets it as the worker's 'error' event, for its log, and then 'exit', for its panels.
 */
const inspector = new Inspector({
  build: BUILD_ID,
  tell: (snapshot) => endpoint.notify('connection/changed', snapshot),
  tellExporting: (progress) => endpoint.notify('captures/exporting', progress),
});

const port = messagePort(parentPort);
const endpoint = new Endpoint<InspectorSide>({ port, handlers: inspector.handlers, notices: {} });
port.onClose(() => inspector.dispose());
