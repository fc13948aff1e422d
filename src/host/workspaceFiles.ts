import path from 'node:path';
import { FileType, window, workspace, type Uri } from 'vscode';
import type { FileAccess } from './draftFiles';

/** Files as VS Code reaches them, on whatever file system. */
export const workspaceFiles: FileAccess<Uri> = {
  async choose() {
    const [file] =
      (await window.showOpenDialog({ title: 'Choose a File to Send', openLabel: 'Choose' })) ?? [];
    return file;
  },
  nameOf: (file) => path.posix.basename(file.path),
  async sizeOf(file) {
    const { type, size } = await workspace.fs.stat(file);
    if ((type & FileType.File) === 0) throw new Error('This is no file.');
    return size;
  },
  read: (file) => workspace.fs.readFile(file),
};
