/**
 * Every id that this extension shares with its manifest. A unit test compares the table with
 * package.json, both ways.
 */
export const commands = {
  connect: 'socketPlayground.connect',
  disconnect: 'socketPlayground.disconnect',
  sendMessage: 'socketPlayground.sendMessage',
  checkServer: 'socketPlayground.checkServer',
  startServer: 'socketPlayground.startServer',
  stopServer: 'socketPlayground.stopServer',
  showConnections: 'socketPlayground.showConnections',
  openCapture: 'socketPlayground.openCapture',
  export: 'socketPlayground.export',
  showLog: 'socketPlayground.showLog',
  goTo: 'socketPlayground.goTo',
  pauseView: 'socketPlayground.pauseView',
  clearView: 'socketPlayground.clearView',
  copyRows: 'socketPlayground.copyRows',
  switchList: 'socketPlayground.switchList',
  showStatistics: 'socketPlayground.showStatistics',
  resend: 'socketPlayground.resend',
  editAndResend: 'socketPlayground.editAndResend',
  editFrameAndResend: 'socketPlayground.editFrameAndResend',
  connectionOptions: 'socketPlayground.connectionOptions',
  focusNextRegion: 'socketPlayground.focusNextRegion',
  focusPreviousRegion: 'socketPlayground.focusPreviousRegion',
  focusMessage: 'socketPlayground.focusMessage',
  filterFrames: 'socketPlayground.filterFrames',
} as const;

/** Section of all settings, the part before the first dot. */
export const settingsSection = 'socketPlayground';

/** Ids of the settings, without the section. */
export const settings = {
  memoryLimit: 'capture.memoryLimit',
  retentionSize: 'capture.retentionSize',
  retentionDays: 'capture.retentionDays',
  messageSize: 'limits.messageSize',
  handshakeTimeout: 'limits.handshakeTimeout',
  secretNames: 'secrets.names',
  serverPort: 'server.port',
  allowedOrigins: 'server.allowedOrigins',
} as const;

/** The `when` keys that this extension sets. */
export const contextKeys = {
  serverRunning: 'socketPlayground.serverRunning',
} as const;

/** View type of the panel that shows one connection. */
export const connectionView = 'socketPlayground.connection';

/** View type of the panel that checks a server. */
export const conformanceView = 'socketPlayground.check';
