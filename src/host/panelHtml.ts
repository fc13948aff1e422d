/** Addresses of the files that a panel's document loads, as the webview can reach them. */
export interface PanelFiles {
  readonly script: string;
  readonly styleSheets: readonly string[];
}

export interface PanelHtmlOptions {
  readonly files: PanelFiles;
  /** The webview's `cspSource`. */
  readonly cspSource: string;
  readonly build: string;
  /** Sets this document apart from the one before: VS Code reloads a panel only for new HTML. */
  readonly document: string;
}

/**
 * The document of a panel. Its content security policy lets in this extension's own
 * files and nothing else: no inline script or style, no `eval`, no image and no connection.
 */
export function panelHtml({ files, cspSource, build, document }: PanelHtmlOptions): string {
  const policy = [
    "default-src 'none'",
    `script-src ${cspSource}`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  const links = files.styleSheets.map(
    (address) => `    <link rel="stylesheet" href="${escapeAttribute(address)}" />`,
  );
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Socket Playground</title>
${links.join('\n')}
  </head>
  <body data-build="${escapeAttribute(build)}" data-document="${escapeAttribute(document)}">
    <div id="panel"></div>
    <script type="module" src="${escapeAttribute(files.script)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
