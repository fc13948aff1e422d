import { hiddenSecrets, maskSecrets } from '../wire/knownSecrets';
import { maskField, maskHead, maskUrl } from '../wire/secretMask';
import type { HandshakeTexts } from './connectionFacts';

/** The secrets that a connection is dialled with. What leaves it goes through here first. */
export class DialSecrets {
  /** The address that was dialled, secret values masked. */
  readonly url: string;

  /**
   * @param typed the address, with its secrets
   * @param names of header fields and query parameters whose values are secret
   */
  constructor(
    private readonly typed: string,
    readonly names: readonly string[],
  ) {
    this.url = maskUrl(typed, names);
  }

  /** Some servers take a token as a subprotocol, which makes that header field secret. */
  maskSubprotocol(subprotocol: string): string {
    return maskField('Sec-WebSocket-Protocol', subprotocol, this.names);
  }

  maskExtensions(extensions: string): string {
    return maskField('Sec-WebSocket-Extensions', extensions, this.names);
  }

  /** Masks both heads of the opening handshake, one character a byte. */
  maskHandshake(request: string, response: string): HandshakeTexts {
    return {
      request: maskHead(request, this.names),
      response: maskSecrets(maskHead(response, this.names), this.sentIn(request)),
    };
  }

  /**
   * What the other end may repeat: the secrets of the address and of the request.
   *
   * @param request its head, one character a byte
   */
  sentIn(request: string): string[] {
    return [
      ...hiddenSecrets(this.typed, this.url),
      ...hiddenSecrets(request, maskHead(request, this.names)),
    ];
  }
}
