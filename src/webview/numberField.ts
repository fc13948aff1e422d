/** A whole number as it was typed, thousands parted or not; `undefined` if it is none. */
export function readWhole(text: string, least: number, most: number): number | undefined {
  const digits = text.trim().replaceAll(/[,_]/g, '');
  if (!/^\d{1,16}$/.test(digits)) return undefined;
  const value = Number(digits);
  return value >= least && value <= most ? value : undefined;
}
