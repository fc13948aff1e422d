/** What raises a limit, as a problem calls it: "… raise X." */
export interface LimitNames {
  readonly messageSize: string;
  readonly handshakeTimeout: string;
}

/** The limits of connections that VS Code's settings are for. */
export const settingNames: LimitNames = {
  messageSize: 'the setting "socketPlayground.limits.messageSize"',
  handshakeTimeout: 'the setting "socketPlayground.limits.handshakeTimeout"',
};
