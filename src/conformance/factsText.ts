import type { DeflateAgreement } from './deflateAgreement';
import type { ServerFacts } from './serverFacts';

/** What was found out about a server before the checks, in sentences. */
export function factsText(facts: ServerFacts): string {
  const { software, pongs, echoesText, echoesBinary, deflate } = facts;
  return [
    software === ''
      ? 'The server does not say what it is.'
      : `The server calls itself ${software}.`,
    pongs ? 'It answers pings.' : 'It does not answer pings.',
    echoText(echoesText, echoesBinary),
    deflate ? `It speaks permessage-deflate${sideText(deflate)}.` : 'It does not compress.',
  ].join(' ');
}

function echoText(text: boolean, binary: boolean): string {
  if (text && binary) return 'It echoes text and binary messages.';
  if (text) return 'It echoes text messages, binary ones not.';
  if (binary) return 'It echoes binary messages, text not.';
  return 'It echoes nothing, so that some checks cannot tell what it made of a message.';
}

function sideText(agreement: DeflateAgreement): string {
  const { serverWindowBits, clientWindowBits } = agreement;
  const parameters = [
    agreement.serverNoContextTakeover && 'without context takeover of its own',
    agreement.clientNoContextTakeover && 'without context takeover of the client',
    serverWindowBits < 15 && `with a window of 2^${serverWindowBits} bytes`,
    clientWindowBits < 15 && `with a window of 2^${clientWindowBits} bytes for the client`,
  ].filter((part) => typeof part === 'string');
  return parameters.length === 0 ? '' : `, ${parameters.join(', ')}`;
}
