import { hostPort } from './hostPort';
import { Panel } from './panel';
import { readViewState } from './viewState';

/** The version of the extension, put in by the bundler. */
declare const BUILD_ID: string;

const root = document.getElementById('panel');
if (!root) throw new Error('The document has no place for the panel.');

const api = acquireVsCodeApi();
const panel = new Panel({
  root,
  port: hostPort(api),
  build: BUILD_ID,
  view: readViewState(api.getState()),
  keep: (view) => api.setState(view),
});
void panel.start();
