import assert from 'node:assert/strict';
import { DraftFiles, type FileAccess } from '../../../src/host/draftFiles';
import { isFrameDraft, longestDraftBytes } from '../../../src/protocol/draftGuards';
import type { PanelDraft } from '../../../src/protocol/frameDraft';
import { RequestError } from '../../../src/protocol/requestError';

/** Files in memory; the user chooses the next of a list. */
class MemoryFiles implements FileAccess<string> {
  readonly files = new Map<string, Uint8Array>();

  constructor(private readonly choices: (string | undefined)[]) {}

  async choose(): Promise<string | undefined> {
    return this.choices.shift();
  }

  nameOf(file: string): string {
    return file.split('/').at(-1) ?? '';
  }

  async sizeOf(file: string): Promise<number> {
    return (await this.read(file)).length;
  }

  async read(file: string): Promise<Uint8Array> {
    const bytes = this.files.get(file);
    if (!bytes) throw new Error('ENOENT');
    return bytes;
  }
}

function rejectsWith(code: string, says: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof RequestError && error.code === code && says.test(error.message);
}

const draftOf = (file: string): PanelDraft => ({ kind: 'binary', encoding: 'file', file });

describe('DraftFiles', () => {
  it('lets the user choose, and tells no path', async () => {
    const access = new MemoryFiles(['/files/a.bin', '/files/b.bin', undefined]);
    access.files.set('/files/a.bin', Buffer.from('a'));
    access.files.set('/files/b.bin', Buffer.from('bb'));
    const files = new DraftFiles(access);
    const first = await files.choose();
    const second = await files.choose();
    assert.ok(first && second);
    assert.notEqual(first.file, second.file);
    assert.deepEqual(first, { file: first.file, name: 'a.bin', size: 1 });
    assert.deepEqual(second, { file: second.file, name: 'b.bin', size: 2 });
    assert.equal(await files.choose(), undefined);
    const fragments = { cut: { parts: 2 } };
    const draft = await files.resolve({ ...draftOf(second.file), fragments } as PanelDraft);
    assert.deepEqual(draft, {
      kind: 'binary',
      encoding: 'bytes',
      bytes: Buffer.from('bb'),
      fragments,
    });
    assert.ok(isFrameDraft(draft));
  });

  it('leaves other drafts alone', async () => {
    const files = new DraftFiles(new MemoryFiles([]));
    for (const draft of [
      { kind: 'text', text: 'file-1' },
      { kind: 'binary', encoding: 'hex', text: '00' },
    ] as const) {
      assert.equal(await files.resolve(draft), draft);
    }
  });

  it('reads a file anew each time, and says when it is gone', async () => {
    const access = new MemoryFiles(['/a.bin']);
    access.files.set('/a.bin', Buffer.from('before'));
    const files = new DraftFiles(access);
    const { file = '' } = (await files.choose()) ?? {};
    access.files.set('/a.bin', Buffer.from('after'));
    const draft = await files.resolve(draftOf(file));
    assert.ok(draft.kind === 'binary' && draft.encoding === 'bytes');
    assert.equal(Buffer.from(draft.bytes).toString(), 'after');
    access.files.delete('/a.bin');
    await assert.rejects(
      files.resolve(draftOf(file)),
      rejectsWith('file-unreadable', /"a\.bin" cannot be read\. It may be gone/),
    );
  });

  it('refuses what was not chosen, and what is too big', async () => {
    const access = new MemoryFiles(['/big.bin', '/a.bin']);
    access.files.set('/big.bin', new Uint8Array(longestDraftBytes + 1));
    access.files.set('/a.bin', Buffer.of());
    const files = new DraftFiles(access);
    const tooBig = rejectsWith('file-too-big', /"big\.bin" has 67108865 bytes; up to 67108864/);
    await assert.rejects(files.choose(), tooBig);
    const { file = '' } = (await files.choose()) ?? {};
    access.files.set('/a.bin', new Uint8Array(longestDraftBytes + 1));
    await assert.rejects(files.resolve(draftOf(file)), rejectsWith('file-too-big', /Choose a/));
    for (const unknown of ['file-1', '/etc/passwd', '__proto__']) {
      await assert.rejects(
        files.resolve(draftOf(unknown)),
        rejectsWith('no-file', /Choose it again/),
      );
    }
  });
});
