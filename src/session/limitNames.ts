/** What raises a limit, as a problem calls it: "… raise X." */
export interface LimitNames {
  readonly messageSize: string;
  readonly handshakeTimeout: string;
}

/** The limits of connections that VS Code's settings are for. */
export const settingNames: LimitNames = {
  messageSize:
    'the setting "socketPlayground.limits.messageSize", or the limit of this connection if it has one of its own',
  handshakeTimeout: 'the setting "socketPlayground.limits.handshakeTimeout"',
};
