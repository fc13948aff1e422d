import type { FilterNode } from '../../../../src/capture/filter/filterNode';

/** A filter without the places in its text. */
export function meaningOf(node: FilterNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'from' || key === 'to' ? undefined : value,
    ),
  );
}
