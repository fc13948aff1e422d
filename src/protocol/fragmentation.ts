import { mostDraftFragments, type Fragmentation } from './frameDraft';
import { mistake, type Mistake } from './mistake';

/** Says what is wrong with how a payload of so many bytes is to be cut, if anything. */
export function fragmentationMistake(
  { cut, between = [] }: Fragmentation,
  length: number,
): Mistake | undefined {
  const fragments = 'parts' in cut ? cut.parts : cut.at.length + 1;
  if (fragments < 1) return mistake('A message has at least one fragment. Ask for one or more.');
  if (fragments > mostDraftFragments) {
    return mistake(
      `A message can be cut into ${mostDraftFragments} fragments here; this would be ${fragments}. Ask for fewer.`,
    );
  }
  const misplaced = between.find(({ after }) => after < 1 || after >= fragments);
  if (misplaced) {
    return mistake(
      `A control frame can stand after fragment 1 to ${fragments - 1} of this message, not after ${misplaced.after}. Move it.`,
    );
  }
  return 'parts' in cut ? undefined : positionsMistake(cut.at, length);
}

/** The payload of each fragment. The fragmentation must have no mistake. */
export function cutPayload({ cut }: Fragmentation, payload: Uint8Array): Uint8Array[] {
  const positions = 'parts' in cut ? evenPositions(cut.parts, payload.length) : cut.at;
  const starts = [0, ...positions];
  return starts.map((start, index) => payload.subarray(start, starts[index + 1]));
}

function positionsMistake(at: readonly number[], length: number): Mistake | undefined {
  const outside = at.find((position) => position > length);
  if (outside !== undefined) {
    return mistake(
      `The payload has ${length} bytes, so that it cannot be cut at ${outside}. Cut it earlier.`,
    );
  }
  const falling = at.find((position, index) => position < (at[index - 1] ?? 0));
  if (falling === undefined) return undefined;
  return mistake(`The positions of the cuts must rise; ${falling} does not. Put them in order.`);
}

function evenPositions(parts: number, length: number): number[] {
  return Array.from({ length: parts - 1 }, (_, index) =>
    Math.round(((index + 1) * length) / parts),
  );
}
