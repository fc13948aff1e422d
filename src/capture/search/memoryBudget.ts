/** Memory that several share; who finds none left does without. */
export class MemoryBudget {
  /** @param bytesLeft all there are */
  constructor(private bytesLeft: number) {}

  /** Takes some; `false`, and takes none, if there are not so many bytes left. */
  take(bytes: number): boolean {
    if (bytes > this.bytesLeft) return false;
    this.bytesLeft -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.bytesLeft += bytes;
  }
}
