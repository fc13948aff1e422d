/** One extension of a `Sec-WebSocket-Extensions` header field (RFC 6455 §9.1). */
export interface Extension {
  readonly name: string;
  readonly parameters: readonly ExtensionParameter[];
}

export interface ExtensionParameter {
  readonly name: string;
  /** Without its quotes; `undefined` for a parameter that has no value. */
  readonly value: string | undefined;
}

/**
 * Reads the value of a `Sec-WebSocket-Extensions` header field. Names and parameters are compared
 * as they are written. No parameter that is defined so far may hold a comma or a semicolon.
 */
export function readExtensions(value: string): Extension[] {
  return value
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .filter(([name]) => name !== '')
    .map(([name = '', ...parameters]) => ({ name, parameters: parameters.map(readParameter) }));
}

function readParameter(parameter: string): ExtensionParameter {
  const [name = '', ...rest] = parameter.split('=');
  const value = rest.length === 0 ? undefined : rest.join('=').trim();
  return { name: name.trim(), value: value?.replace(/^"(.*)"$/, '$1') };
}
