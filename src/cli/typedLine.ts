import { draftPayload } from '../protocol/draftPayload';
import type { FrameDraft } from '../protocol/frameDraft';

/** What a line means that somebody typed at the prompt. */
export type TypedLine =
  | { readonly kind: 'send'; readonly draft: FrameDraft }
  | { readonly kind: 'nothing' }
  /** Something to be told: help, or what is wrong with the line. */
  | { readonly kind: 'tell'; readonly text: string };

/** What `/help` tells. */
export const promptHelp = `What you type is sent as a text message. Lines that begin with / are commands:
  /ping [TEXT]             sends a ping
  /pong [TEXT]             sends a pong
  /hex HEX                 sends a binary message, given in hex digits
  /close [CODE [REASON]]   closes the connection, with code 1000 unless told
  //TEXT                   sends a text that begins with /`;

const defaultCloseCode = 1000;

/** Reads a line that was typed at the prompt. */
export function readTypedLine(line: string): TypedLine {
  if (line === '') return { kind: 'nothing' };
  if (!line.startsWith('/')) return send({ kind: 'text', text: line });
  if (line.startsWith('//')) return send({ kind: 'text', text: line.slice(1) });
  const [, command = '', rest = ''] = /^\/(\S*)\s?(.*)$/s.exec(line) ?? [];
  switch (command) {
    case 'ping':
    case 'pong':
      return send({ kind: command, text: rest });
    case 'hex':
      return send({ kind: 'binary', encoding: 'hex', text: rest });
    case 'close':
      return close(rest);
    case 'help':
      return { kind: 'tell', text: promptHelp };
    default:
      return {
        kind: 'tell',
        text: `/${command} is no command. Type /help for those there are, or // to send a text with /.`,
      };
  }
}

function close(rest: string): TypedLine {
  const [, code, reason = ''] = /^(\S*)\s?(.*)$/s.exec(rest.trim()) ?? [];
  if (code === undefined || code === '') {
    return send({ kind: 'close', code: defaultCloseCode, reason });
  }
  if (!/^\d+$/.test(code)) {
    return { kind: 'tell', text: `"${code}" is no close code. Write /close 1000 done.` };
  }
  return send({ kind: 'close', code: Number(code), reason });
}

function send(draft: FrameDraft): TypedLine {
  const payload = draftPayload(draft);
  return payload.ok ? { kind: 'send', draft } : { kind: 'tell', text: payload.message };
}
