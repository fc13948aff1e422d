import type { LogOutputChannel } from 'vscode';

/**
 * The extension's log, "Socket Playground" among the output channels. It tells of states and
 * problems. Payloads never go into it, and addresses only with their secret values masked.
 */
export type Log = Pick<LogOutputChannel, 'info' | 'warn' | 'error'>;
