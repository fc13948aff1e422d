import assert from 'node:assert/strict';
import type { FrameDraft } from '../../../src/protocol/frameDraft';
import { RequestError } from '../../../src/protocol/requestError';
import { RowActions, rowActionOf } from '../../../src/webview/rowActions';

const draft: FrameDraft = { kind: 'text', text: 'again' };
const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false };

function actions(failure?: string) {
  const log: unknown[] = [];
  return {
    log,
    actions: new RowActions({
      request: ((name: string, params: unknown) => {
        log.push([name, params]);
        return failure
          ? Promise.reject(new RequestError('no-draft', failure))
          : Promise.resolve(draft);
      }) as never,
      send: (sent) => Promise.resolve(void log.push(['send', sent])),
      edit: (edited) => log.push(['edit', edited]),
      onFailure: (sentence) => log.push(sentence),
    }),
  };
}

describe('RowActions', () => {
  it('sends the message of a row again, or has it edited, or its frame', async () => {
    const { log, actions: row } = actions();
    await row.run('resend', 7);
    await row.run('editAndResend', 7);
    await row.run('editFrameAndResend', 7);
    assert.deepEqual(log, [
      ['draft/fromRow', { row: 7, as: 'message' }],
      ['send', draft],
      ['draft/fromRow', { row: 7, as: 'message' }],
      ['edit', draft],
      ['draft/fromRow', { row: 7, as: 'frame' }],
      ['edit', draft],
    ]);
  });

  it('says why it cannot', async () => {
    const none = actions();
    await none.actions.run('resend', undefined);
    assert.match(String(none.log[0]), /No row is selected/);
    const failing = actions('This row is no frame.');
    await failing.actions.run('resend', 1);
    assert.equal(failing.log.at(-1), 'This row is no frame.');
  });

  it('has keys of its own, and leaves chords alone', () => {
    assert.equal(rowActionOf({ ...plain, key: 'r' }), 'resend');
    assert.equal(rowActionOf({ ...plain, key: 'E', shiftKey: true }), 'editFrameAndResend');
    assert.equal(rowActionOf({ ...plain, key: 'r', ctrlKey: true }), undefined);
    assert.equal(rowActionOf({ ...plain, key: 'j' }), undefined);
  });

  it('asks once for a key that is held down, and goes by Shift rather than Caps Lock', () => {
    assert.equal(rowActionOf({ ...plain, key: 'r', repeat: true }), undefined);
    assert.equal(rowActionOf({ ...plain, key: 'R' }), 'resend');
    assert.equal(rowActionOf({ ...plain, key: 'E' }), 'editAndResend');
    assert.equal(rowActionOf({ ...plain, key: 'e', shiftKey: true }), 'editFrameAndResend');
    assert.equal(rowActionOf({ ...plain, key: 'R', shiftKey: true }), undefined);
  });
});
