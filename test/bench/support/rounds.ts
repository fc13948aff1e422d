import { median } from './figures';

/** How often everything is measured: an odd number, so that a median is one of the figures. */
export const rounds = Number(process.env['ROUNDS'] ?? 5);

/** What is measured side by side, by name; each measures itself once. */
export type Contestants<Name extends string> = Readonly<Record<Name, () => Promise<number>>>;

/**
 * Measures each contestant once a round, in turn, so that whatever else the machine does meets all
 * of them alike.
 *
 * @returns the figures of each, in the order of the rounds; they are told on standard error too,
 *   since a median alone does not show how far apart they lie
 */
export async function interleave<Name extends string>(
  title: string,
  contestants: Contestants<Name>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) figures[name].push(await contestants[name]());
  }
  for (const name of names) tellRounds(`${title} ${name}`, figures[name]);
  return figures;
}

/** Tells the figures of all rounds, and their median, on standard error. */
export function tellRounds(title: string, figures: readonly number[]): void {
  const texts = figures.map(short);
  console.error(`${title}: median ${short(median(figures))} of ${texts.join(', ')}`);
}

function short(figure: number): string {
  return Number(figure.toPrecision(4)).toLocaleString('en');
}
