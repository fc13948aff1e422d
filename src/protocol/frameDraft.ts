/** What the composer can describe and the inspector can send. */
export type FrameDraft =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'binary'; readonly encoding: 'hex' | 'base64'; readonly text: string }
  | { readonly kind: 'ping'; readonly text: string }
  | { readonly kind: 'pong'; readonly text: string }
  | { readonly kind: 'close'; readonly code: number | undefined; readonly reason: string };
