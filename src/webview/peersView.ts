import { html, nothing, render, type TemplateResult } from 'lit-html';
import type {
  ConnectionSnapshot,
  ConnectionState,
  PeerFacts,
  TlsFacts,
  Traffic,
} from '../protocol/connectionSnapshot';
import { formatSocketAddress } from './addressText';
import { formatBytes, formatCount } from './format';
import type { PanelState } from './panelState';

type LinkLook = 'none' | 'dialling' | 'open' | 'broken';

const linkLooks: Readonly<Record<ConnectionState, LinkLook>> = {
  idle: 'none',
  connecting: 'dialling',
  open: 'open',
  closing: 'open',
  closed: 'broken',
};

const nothingYet: Traffic = { frames: 0, bytes: 0 };

/**
 * The two ends of the connection with what lies between them: the one thing that a WebSocket is.
 */
export function peersView(state: PanelState, target: HTMLElement): void {
  const { snapshot } = state;
  const look = lookOf(state);
  render(
    html`
      ${peer('This end', 'device-desktop', snapshot?.thisEnd, thisEndUnknown(snapshot))}
      <div class="link" data-look=${look}>
        ${trafficLine('out', '↑ Sent', snapshot?.traffic.out ?? nothingYet)}
        <div class="wire">
          <span class="wire-end" aria-hidden="true"></span>
          <span class="wire-line" aria-hidden="true"></span>
          ${wireLabel(look, snapshot)}
          <span class="wire-line" aria-hidden="true"></span>
          <span class="wire-end" aria-hidden="true"></span>
        </div>
        ${trafficLine('in', '↓ Received', snapshot?.traffic.in ?? nothingYet)}
      </div>
      ${peer('Other end', 'server-process', snapshot?.otherEnd, otherEndUnknown(snapshot))}
    `,
    target,
  );
}

/** A connection that never opened has no link that could have ended. */
function lookOf({ snapshot, hostAlive }: PanelState): LinkLook {
  if (!snapshot || snapshot.state === 'idle') return 'none';
  if (snapshot.state === 'closed' && snapshot.openForMs === undefined) return 'none';
  return hostAlive ? linkLooks[snapshot.state] : 'broken';
}

/** Said where a capture would have to tell what it does not hold. */
const notCaptured = 'See the row “Open”';

function thisEndUnknown(snapshot: ConnectionSnapshot | undefined): string {
  if (snapshot?.stored) return notCaptured;
  return snapshot?.state === 'connecting' ? 'Getting a port…' : 'No socket yet';
}

function otherEndUnknown(snapshot: ConnectionSnapshot | undefined): string {
  if (snapshot?.stored) return notCaptured;
  if (snapshot?.state === 'connecting') return 'Looking for it…';
  return snapshot?.state === 'closed' ? 'Not reached' : 'The address above';
}

function peer(
  name: string,
  icon: string,
  facts: PeerFacts | undefined,
  noSocket: string,
): TemplateResult {
  const id = `peer-${name === 'This end' ? 'this' : 'other'}`;
  return html`<div class="peer" role="group" aria-labelledby=${id}>
    <div class="peer-name">
      <span class="codicon codicon-${icon}" aria-hidden="true"></span>
      <span id=${id}>${name}</span>
      ${facts?.socket ? html`<span class="family">${facts.socket.family}</span>` : nothing}
    </div>
    ${
      facts?.socket
        ? html`<div class="peer-address" title="IP address and port">
            ${formatSocketAddress(facts.socket)}
          </div>`
        : html`<div class="peer-address unknown">${noSocket}</div>`
    }
    ${processLine(facts)}
  </div>`;
}

function processLine(facts: PeerFacts | undefined): TemplateResult {
  if (facts?.process) {
    const { name, pid } = facts.process;
    const text = `${name}, process ${pid}`;
    return html`<div class="peer-process" title=${text}>${text}</div>`;
  }
  const why = facts?.socket ? (facts.processUnknown ?? 'Process not known') : '';
  return html`<div class="peer-process" title=${why}>${why}</div>`;
}

function trafficLine(direction: 'in' | 'out', label: string, traffic: Traffic): TemplateResult {
  return html`<div class="traffic ${direction}">
    <span class="traffic-name">${label}</span>
    <span class="traffic-count"
      >${formatCount(traffic.frames)}
      <span class="traffic-unit">${traffic.frames === 1 ? 'frame' : 'frames'}</span></span
    >
    <span class="traffic-bytes">${formatBytes(traffic.bytes)}</span>
  </div>`;
}

function wireLabel(look: LinkLook, snapshot: ConnectionSnapshot | undefined): TemplateResult {
  if (look === 'broken') {
    return html`<span class="wire-label"
      ><span class="codicon codicon-debug-disconnect" aria-hidden="true"></span> Ended</span
    >`;
  }
  if (snapshot?.tls) return tlsLabel(snapshot.tls);
  if (look === 'open') {
    return html`<span class="wire-label" title="Plain TCP: whoever is on the way can read along"
      ><span class="codicon codicon-unlock" aria-hidden="true"></span> TCP</span
    >`;
  }
  return html`<span class="wire-label">${look === 'dialling' ? 'Dialling' : 'No link'}</span>`;
}

function tlsLabel(tls: TlsFacts): TemplateResult {
  const facts = [
    `${tls.version}, ${tls.cipher}`,
    `Certificate of ${tls.subject}, issued by ${tls.issuer}, valid to ${tls.validTo}`,
    tls.verified
      ? 'The certificate was checked and is trusted.'
      : 'The certificate was not checked.',
    'Bytes are shown as they are inside TLS.',
  ].join('\n');
  return html`<span class="wire-label ${tls.verified ? '' : 'unverified'}" title=${facts}
    ><span
      class="codicon codicon-${tls.verified ? 'lock' : 'workspace-untrusted'}"
      aria-hidden="true"
    ></span>
    ${tls.version}${tls.verified ? '' : ', not checked'}</span
  >`;
}
