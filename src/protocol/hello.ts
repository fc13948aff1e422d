/** Version of the messages on the ports. It grows with every change that old code cannot read. */
export const protocolVersion = 1;

/** The first message on every port, both ways; a mismatch says "reload". */
export interface Hello {
  readonly protocol: number;
  readonly build: string;
}
