import { parentPort } from 'node:worker_threads';
import { messagePort } from '../inspector/messagePort';
import type { CheckerSide } from '../protocol/contracts';
import { Endpoint } from '../protocol/endpoint';
import { Checker } from './checker';

/** Written into every bundle by esbuild.js: the version in package.json. */
declare const BUILD_ID: string;

if (!parentPort) throw new Error('The checker runs in a worker thread only.');

const checker = new Checker({
  build: BUILD_ID,
  tell: (progress) => endpoint.notify('checker/result', progress),
});

const endpoint = new Endpoint<CheckerSide>({
  port: messagePort(parentPort),
  handlers: checker.handlers,
  notices: {},
});
