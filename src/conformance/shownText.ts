/** UTF-16 units of a server's words that one sentence repeats. */
const longestShown = 300;

/**
 * Makes a sentence that repeats what a server said fit for a terminal and an editor: what controls
 * them (Unicode category C, line and paragraph separators) reads as U+FFFD, and it is cut.
 */
export function shownText(text: string): string {
  const printable = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return printable.length > longestShown ? `${printable.slice(0, longestShown)}…` : printable;
}
