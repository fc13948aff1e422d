/** Begins each line of the report, to tell it from what VS Code itself writes to the console. */
export const reportMark = '[test] ';

/** The environment variable that names the file for the counts of the suite. */
export const countsVariable = 'SOCKET_PLAYGROUND_COUNTS';
