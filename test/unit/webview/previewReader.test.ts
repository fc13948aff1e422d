import assert from 'node:assert/strict';
import { longestPreview, type FramePreview } from '../../../src/protocol/framePreview';
import type { PanelDraft } from '../../../src/protocol/frameDraft';
import { PreviewReader } from '../../../src/webview/previewReader';

const text = (message: string): PanelDraft => ({ kind: 'text', text: message });

/** A reader whose requests are counted; the preview's number is that of the request. */
class Stage {
  readonly asked: PanelDraft[] = [];
  private heard: (() => void) | undefined;
  readonly reader = new PreviewReader({
    read: (draft) => {
      this.asked.push(draft);
      if (draft.kind === 'text' && draft.text === 'bad') return Promise.reject(new Error('Bad.'));
      return Promise.resolve({
        preview: this.asked.length,
        bytes: new ArrayBuffer(2),
      } as FramePreview);
    },
    onChange: () => {
      if (!['reading', 'none'].includes(this.reader.state.kind)) this.heard?.();
    },
  });

  /** Resolves when a request has been answered. */
  answered(): Promise<void> {
    return new Promise((resolve) => (this.heard = resolve));
  }
}

describe('PreviewReader', () => {
  it('asks once for what stands there when the user pauses', async () => {
    const stage = new Stage();
    const done = stage.answered();
    const last = text('abc');
    for (const draft of [text('a'), text('ab'), last]) {
      stage.reader.want({ draft, size: 1, state: 'open' });
    }
    await done;
    assert.deepEqual(stage.asked, [last]);
    assert.equal(stage.reader.take(last)?.preview, 1);
    assert.equal(stage.reader.take(text('abc')), undefined);
  });

  it('hands a preview over once, and shows it until the next is here', async () => {
    const stage = new Stage();
    const draft = text('a');
    const done = stage.answered();
    stage.reader.want({ draft, size: 1, state: 'open' });
    await done;
    assert.equal(stage.reader.take(text('b')), undefined);
    assert.equal(stage.reader.take(draft)?.preview, 1);
    assert.equal(stage.reader.take(draft), undefined);
    assert.equal(stage.reader.state.kind, 'read');
    await stage.reader.read();
    assert.equal(stage.reader.take(draft)?.preview, 2);
  });

  it('takes no preview for that of a draft, or of a state, that came after', async () => {
    const stage = new Stage();
    const [first, next] = [text('a'), text('b')];
    const done = stage.answered();
    stage.reader.want({ draft: first, size: 1, state: 'open' });
    await done;
    stage.reader.want({ draft: next, size: 1, state: 'open' });
    assert.equal(stage.reader.state.kind, 'read', 'the old one shows meanwhile');
    assert.equal(stage.reader.take(next), undefined);
    await stage.reader.read();
    assert.equal(stage.reader.take(next)?.preview, 2);
    stage.reader.want({ draft: next, size: 1, state: 'closed' });
    assert.equal(stage.reader.take(next), undefined);
  });

  it('asks again when the connection has changed, and when it is told to', async () => {
    const stage = new Stage();
    const draft = text('a');
    for (const state of ['open', 'closed']) {
      const done = stage.answered();
      stage.reader.want({ draft, size: 1, state });
      stage.reader.want({ draft, size: 1, state });
      await done;
    }
    await stage.reader.read();
    assert.equal(stage.asked.length, 3);
  });

  it('reads what is large only when the user asks for it', async () => {
    const stage = new Stage();
    stage.reader.want({ draft: text('a'), size: longestPreview + 1, state: 'open' });
    assert.equal(stage.reader.state.kind, 'large');
    await stage.reader.read();
    assert.equal(stage.reader.state.kind, 'read');
  });

  it('says why there are none', async () => {
    const stage = new Stage();
    const done = stage.answered();
    stage.reader.want({ draft: text('bad'), size: 1, state: 'open' });
    await done;
    assert.deepEqual(stage.reader.state, { kind: 'failed', message: 'Bad.' });
    stage.reader.want(undefined);
    assert.equal(stage.reader.state.kind, 'none');
  });
});
