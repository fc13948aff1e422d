import { randomUUID } from 'node:crypto';
import { longestDraftBytes } from '../protocol/draftGuards';
import type { FrameDraft, PanelDraft } from '../protocol/frameDraft';
import type { ChosenFile } from '../protocol/panelProtocol';
import { RequestError } from '../protocol/requestError';

/** How files are chosen and read; `File` is whatever stands for one. */
export interface FileAccess<File> {
  /** `undefined` if the user chose none. */
  choose(): PromiseLike<File | undefined>;
  /** Its name without its folder. */
  nameOf(file: File): string;
  /** Bytes. */
  sizeOf(file: File): PromiseLike<number>;
  read(file: File): PromiseLike<Uint8Array>;
}

/**
 * The files that the user has chosen for one panel to send. The panel knows them by names that are
 * made up here, so that it cannot ask for any other file; they are read anew whenever they are sent.
 */
export class DraftFiles<File> {
  private readonly files = new Map<string, File>();

  constructor(private readonly access: FileAccess<File>) {}

  /** @throws RequestError `file-too-big` or `file-unreadable`. */
  async choose(): Promise<ChosenFile | undefined> {
    const chosen = await this.access.choose();
    if (chosen === undefined) return undefined;
    const size = await this.sizeOf(chosen);
    // A panel that was built anew may still name the file of one before: that must be no other file.
    const file = randomUUID();
    this.files.set(file, chosen);
    return { file, name: this.access.nameOf(chosen), size };
  }

  /**
   * The draft with the bytes of its file, if it names one.
   *
   * @throws RequestError `no-file`, `file-too-big` or `file-unreadable`.
   */
  async resolve(draft: PanelDraft): Promise<FrameDraft> {
    if (draft.kind !== 'binary' || draft.encoding !== 'file') return draft;
    const { file, ...rest } = draft;
    return { ...rest, encoding: 'bytes', bytes: await this.read(file) };
  }

  private async read(name: string): Promise<Uint8Array> {
    const file = this.files.get(name);
    if (file === undefined) {
      throw new RequestError('no-file', 'This file was chosen before. Choose it again.');
    }
    await this.sizeOf(file);
    return this.reporting(file, () => this.access.read(file));
  }

  private async sizeOf(file: File): Promise<number> {
    const size = await this.reporting(file, () => this.access.sizeOf(file));
    if (size <= longestDraftBytes) return size;
    throw new RequestError(
      'file-too-big',
      `"${this.access.nameOf(file)}" has ${size} bytes; up to ${longestDraftBytes} can be sent. Choose a smaller file.`,
    );
  }

  private async reporting<T>(file: File, task: () => PromiseLike<T>): Promise<T> {
    try {
      return await task();
    } catch {
      throw new RequestError(
        'file-unreadable',
        `"${this.access.nameOf(file)}" cannot be read. It may be gone, or not be a file that you may read. Choose it again.`,
      );
    }
  }
}
