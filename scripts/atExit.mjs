// @ts-check

/** @type {Set<() => void>} */
const actions = new Set();

process.once('exit', () => {
  for (const action of [...actions].toReversed()) action();
});

/**
 * Does something at the last moment of this process: what was asked last comes first, so that a
 * process has ended before its folder goes.
 *
 * @param {() => void} action
 * @returns {() => void} Takes it back.
 */
export function atExit(action) {
  actions.add(action);
  return () => actions.delete(action);
}
