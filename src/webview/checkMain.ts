import { readCheckView } from './checkView';
import { CheckPage } from './checkPage';
import { hostPort } from './hostPort';

/** The version of the extension, put in by the bundler. */
declare const BUILD_ID: string;

const root = document.getElementById('panel');
if (!root) throw new Error('The document has no place for the panel.');

const api = acquireVsCodeApi();
const page = new CheckPage({
  root,
  port: hostPort(api),
  build: BUILD_ID,
  view: readCheckView(api.getState()),
  keep: (view) => api.setState(view),
});
void page.start();
