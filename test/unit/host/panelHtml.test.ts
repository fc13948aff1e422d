import assert from 'node:assert/strict';
import { panelHtml } from '../../../src/host/panelHtml';

const html = panelHtml({
  files: {
    script: 'https://webview.test/dist/panel.js?a=1&b="2"',
    styleSheets: ['https://webview.test/dist/codicon.css', 'https://webview.test/media/panel.css'],
  },
  cspSource: 'https://webview.test',
  build: '0.1.0',
  document: 'connection-7',
});

describe('panelHtml', () => {
  it('lets in only the files of the extension', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.deepEqual(policy?.split('; '), [
      "default-src 'none'",
      'script-src https://webview.test',
      'style-src https://webview.test',
      'font-src https://webview.test',
    ]);
  });

  it('has no inline script, style or event handler, which the policy would block', () => {
    assert.doesNotMatch(html, /<script(?![^>]* src=)/);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/);
  });

  it('loads script and style sheets, each address written as an attribute', () => {
    assert.match(
      html,
      /<script type="module" src="https:\/\/webview\.test\/dist\/panel\.js\?a=1&amp;b=&quot;2&quot;">/,
    );
    assert.match(html, /<link rel="stylesheet" href="https:\/\/webview\.test\/dist\/codicon\.css"/);
    assert.match(html, /<link rel="stylesheet" href="https:\/\/webview\.test\/media\/panel\.css"/);
  });

  it('tells its build, and is another document for another connection', () => {
    assert.match(html, /<body data-build="0\.1\.0" data-document="connection-7">/);
    assert.match(html, /<div id="panel"><\/div>/);
  });
});
