/** Title of a panel that shows a stored capture. */
export function captureTitle(url: string): string {
  return `Capture of ${panelTitle(url)}`;
}

/** Title of a panel: host and port of its address, or what it is while it has none. */
export function panelTitle(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host === '' ? 'WebSocket' : host;
}
