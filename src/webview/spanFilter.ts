import type { TimeSpan } from './timeSpan';

/** A span at the beginning of a filter, as {@link filterToSpan} writes it. */
const leadingSpan = /^\s*time:[\d.]+s\.\.[\d.]+s(?:\s+(?!or\b)|$)/i;
/** What has quotes, or parentheses with none inside. */
const enclosed = /(?<![^\s()])"(?:[^"\\]|\\.)*"|\([^()]*\)/gsu;

/**
 * Narrows a filter to a span of time, which takes the place of one that it was narrowed to before.
 * The rest of the filter holds as before.
 */
export function filterToSpan(text: string, span: TimeSpan): string {
  const rest = text.replace(leadingSpan, '').trim();
  const term = `time:${spanText(span)}`;
  if (rest === '') return term;
  return hasLooseOr(rest) ? `${term} (${rest})` : `${term} ${rest}`;
}

/** A span in seconds, rounded outwards to about a hundredth of itself: `2.03s..3.51s`. */
export function spanText({ fromUs, toUs }: TimeSpan): string {
  const seconds = Math.max(1, toUs - fromUs) / 1e6;
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(seconds))));
  const unitUs = 10 ** (6 - decimals);
  const from = Math.floor(fromUs / unitUs) * unitUs;
  const to = Math.ceil(toUs / unitUs) * unitUs;
  return [from, to].map((us) => `${Number((us / 1e6).toFixed(decimals))}s`).join('..');
}

/** Whether an "or" would take what stands before the whole text for one of its own sides. */
function hasLooseOr(text: string): boolean {
  let [before, loose] = ['', text];
  while (loose !== before) [before, loose] = [loose, loose.replaceAll(enclosed, ' ')];
  return /(?:^|\s)or(?:\s|$)/i.test(loose);
}
