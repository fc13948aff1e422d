/**
 * Waits until everybody else has had a turn. Work on a large capture is done in slices with a pause
 * after each, since it shares its thread with the connections that capture.
 *
 * @throws whatever the work was given up for
 */
export type Pause = () => Promise<void>;
