/** Select Graphic Rendition (ECMA-48 §8.3.117) for what lines are made of. */
const codes = { sent: 32, received: 94, error: 31, warning: 33, muted: 2 } as const;

export type Colour = keyof typeof codes | 'plain';

/** Puts a text into a colour of the terminal, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export const withColours: Paint = (colour, text) =>
  colour === 'plain' ? text : `\u001b[${codes[colour]}m${text}\u001b[0m`;

export const withoutColours: Paint = (_colour, text) => text;
