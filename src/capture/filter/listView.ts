import type { FilterNode } from './filterNode';

/** What the rows of a list stand for: a frame each, or whole messages. */
export type ListView = 'frames' | 'messages';

/** Nodes that nobody has typed stand nowhere. */
const nowhere = { from: 0, to: 0 };

/** What is in the list of messages: each message by its last frame, and what belongs to none. */
const messages: FilterNode = {
  ...nowhere,
  kind: 'is',
  traits: ['message', 'control', 'status'],
};

/**
 * The filter that gives the rows of a view; `undefined` if all rows are in it. The content of a
 * message's last frame is the whole message, so a filter finds messages as it finds frames.
 *
 * @param typed what the user has typed, if anything
 */
export function filterOfView(
  typed: FilterNode | undefined,
  view: ListView,
): FilterNode | undefined {
  if (view === 'frames') return typed;
  return typed ? { ...nowhere, kind: 'and', nodes: [messages, typed] } : messages;
}
