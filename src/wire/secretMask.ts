/** Header fields whose values are secret without being named by the user. */
const alwaysSecret = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** Header fields whose values are URLs. */
const urlHeaders: ReadonlySet<string> = new Set(['location', 'origin', 'referer']);

/**
 * Replaces the secrets in one side's opening handshake by as many `*`, so that lengths and
 * positions stay true: the values of the header fields Authorization, Proxy-Authorization,
 * Cookie, Set-Cookie and of those named, and the secrets in URLs (see {@link maskUrl}). The head
 * may end anywhere.
 *
 * @param head one character a byte
 * @param secretNames of header fields and query parameters; case does not matter
 */
export function maskHead(head: string, secretNames: readonly string[]): string {
  const isSecret = secretTest(secretNames);
  const [startLine = '', ...fieldLines] = head.split('\n');
  return [maskStartLine(startLine, isSecret), ...maskFieldLines(fieldLines, isSecret)].join('\n');
}

/**
 * Replaces the secrets in a URL by as many `*`: user, password, and the values of the query
 * parameters named. It works on text that is no valid URL as well, since people mistype.
 *
 * @param secretNames of query parameters; case does not matter
 */
export function maskUrl(url: string, secretNames: readonly string[]): string {
  return maskUrlParts(url, secretTest(secretNames));
}

/** Replaces the value of a header field by as many `*` if the field is secret. */
export function maskField(name: string, value: string, secretNames: readonly string[]): string {
  return secretTest(secretNames)(name) ? stars(value) : value;
}

type SecretTest = (name: string) => boolean;

function secretTest(secretNames: readonly string[]): SecretTest {
  const names = new Set([...alwaysSecret, ...secretNames.map((name) => name.toLowerCase())]);
  return (name) => names.has(name.trim().toLowerCase());
}

function maskStartLine(line: string, isSecret: SecretTest): string {
  if (line.startsWith('HTTP/')) return line;
  const target = line.indexOf(' ') + 1;
  const version = line.lastIndexOf(' HTTP/');
  const end = version < target ? line.length : version;
  return line.slice(0, target) + maskUrlParts(line.slice(target, end), isSecret) + line.slice(end);
}

function maskFieldLines(lines: readonly string[], isSecret: SecretTest): string[] {
  let secret = false;
  return lines.map((line) => {
    // A line that begins with white space goes on with the value of the line before.
    if (/^[ \t]/.test(line)) return secret ? replaceVisible(line, stars) : line;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    secret = isSecret(name);
    const value = line.slice(colon + 1);
    if (secret) return line.slice(0, colon + 1) + replaceVisible(value, stars);
    if (!urlHeaders.has(name.toLowerCase())) return line;
    return line.slice(0, colon + 1) + maskUrlParts(value, isSecret);
  });
}

/** Leaves the white space around a value alone: it belongs to the syntax around it. */
function replaceVisible(value: string, replace: (visible: string) => string): string {
  return value.replace(/\S(?:.*\S)?/s, (visible) => replace(visible));
}

function maskUrlParts(url: string, isSecret: SecretTest): string {
  return replaceVisible(url, (visible) => maskQuery(maskUserInfo(visible), isSecret));
}

/** The schemes of the web need no slashes before the user (WHATWG URL §4.4). */
const userInfo = /^((?:wss?|https?):[\\/]*|[a-z][a-z0-9+.-]*:[\\/]{2})?([^\\/?#]*)@/i;

function maskUserInfo(url: string): string {
  return url.replace(userInfo, (_, scheme: string | undefined, userAndPassword: string) => {
    const masked = userAndPassword.replace(
      /^([^:]*)(:?)(.*)$/s,
      (_all, user: string, colon: string, password: string) =>
        stars(user) + colon + stars(password),
    );
    return `${scheme ?? ''}${masked}@`;
  });
}

/** A parameter may also stand in a fragment, or in a URL that is a parameter of another. */
function maskQuery(url: string, isSecret: SecretTest): string {
  return url
    .split(/([?&#])/)
    .map((part, index) => (index === 0 ? part : maskParameter(part, isSecret)))
    .join('');
}

function maskParameter(parameter: string, isSecret: SecretTest): string {
  const equals = parameter.indexOf('=');
  if (equals < 0 || !isSecret(percentDecoded(parameter.slice(0, equals)))) return parameter;
  return parameter.slice(0, equals + 1) + stars(parameter.slice(equals + 1));
}

/** A name that is not well encoded stands for itself. */
function percentDecoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function stars(text: string): string {
  return '*'.repeat(text.length);
}
