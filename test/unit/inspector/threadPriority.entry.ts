import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { giveWay } from '../../../src/inspector/threadPriority';

giveWay();
parentPort?.postMessage(os.getPriority());
