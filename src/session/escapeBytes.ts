/**
 * Shows text of one character a byte so that nothing is invisible: line ends stay, every other
 * byte outside printable ASCII becomes `\xHH`.
 */
export function escapeBytes(latin1: string): string {
  return latin1
    .replaceAll('\r\n', '\n')
    .replace(
      /[^\n\x20-\x7e]/g,
      (character) => String.raw`\x` + character.charCodeAt(0).toString(16).padStart(2, '0'),
    );
}
