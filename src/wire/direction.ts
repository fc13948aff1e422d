/** Which way bytes went, seen from this end of the connection. */
export type Direction = 'in' | 'out';

/** Which end sent the bytes; it decides whether frames must be masked (RFC 6455 §5.1). */
export type Sender = 'client' | 'server';
