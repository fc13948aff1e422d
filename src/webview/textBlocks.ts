/** UTF-16 units of a block at most: what the browser lays out within a few milliseconds. */
export const longestBlock = 8 * 1024;

/** Part of a text that is laid out by itself. */
export interface TextBlock {
  readonly text: string;
  /** True if the text goes on in the same line: the break behind the block is not in it. */
  readonly runsOn: boolean;
}

/**
 * Cuts a long text into blocks, at its own line breaks where it has some. The browser lays out only
 * those in sight (`content-visibility` in the style sheet): one text of 4 MiB took it two seconds.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  for (let start = 0; start < text.length;) {
    const end = blockEnd(text, start);
    const block = text.slice(start, end);
    blocks.push({ text: block, runsOn: end < text.length && !block.endsWith('\n') });
    start = end;
  }
  return blocks;
}

function blockEnd(text: string, start: number): number {
  const end = start + longestBlock;
  if (end >= text.length) return text.length;
  // Looked for in the block alone: a long text without any would be gone through for each block.
  const lineEnd = text.slice(start, end).lastIndexOf('\n') + 1;
  if (lineEnd > 0) return start + lineEnd;
  // No character is cut in two.
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
