import type { IncomingHttpHeaders } from 'node:http';

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Why an opening handshake must not be answered, in a sentence; `undefined` if it may be. A page
 * of the web may try any address of the machine it is shown on, and its browser names the page in
 * Origin (RFC 6455 §10.2). Programs that are no browsers need not send an Origin.
 *
 * @param allowedOrigins more origins that may connect, `https://example.com` for instance
 */
export function refusal(
  { host = '', origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  allowedOrigins: readonly string[],
): string | undefined {
  // A name that an attacker lets point to this machine makes a page its neighbour (DNS rebinding).
  if (!loopbackHost.test(urlOf(`http://${host}`)?.hostname ?? '')) {
    return 'This server is for its own machine: connect to localhost, 127.0.0.1 or [::1].';
  }
  if (origin === undefined || isLocal(origin) || allowedOrigins.includes(origin)) return undefined;
  return `Pages of ${JSON.stringify(origin)} may not connect. The setting "socketPlayground.server.allowedOrigins" can allow it.`;
}

/** Whether a page comes from this machine, or is a panel of VS Code. */
function isLocal(origin: string): boolean {
  const url = urlOf(origin);
  if (!url) return false;
  if (url.protocol === 'vscode-webview:') return true;
  return /^https?:$/.test(url.protocol) && loopbackHost.test(url.hostname);
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
