import assert from 'node:assert/strict';
import { LazyPart } from '../../../src/webview/lazyPart';

/** A part that the test lets come or fail; `draws` counts how often it asked for a draw. */
class Stage {
  draws = 0;
  readonly loads: { resolve: (part: string) => void; reject: (error: Error) => void }[] = [];
  private heard: (() => void) | undefined;
  readonly lazy = new LazyPart({
    load: () =>
      new Promise<string>((resolve, reject) => {
        this.loads.push({ resolve, reject });
      }),
    onChange: () => {
      this.draws++;
      this.heard?.();
    },
  });

  /** Resolves when the part asks for a draw. */
  drawn(): Promise<void> {
    return new Promise((resolve) => (this.heard = resolve));
  }
}

describe('LazyPart', () => {
  it('loads nothing until it is wanted', () => {
    const { lazy, loads } = new Stage();
    assert.equal(loads.length, 0);
    assert.equal(lazy.part, undefined);
    assert.deepEqual(lazy.state, { kind: 'unwanted' });
  });

  it('loads once, however often it is wanted, and asks for a draw when it is there', async () => {
    const stage = new Stage();
    const { lazy, loads } = stage;
    lazy.want();
    lazy.want();
    assert.deepEqual(lazy.state, { kind: 'loading' });
    assert.equal(stage.draws, 0);
    const drawn = stage.drawn();
    loads[0]?.resolve('the part');
    await drawn;
    assert.equal(lazy.part, 'the part');
    lazy.want();
    lazy.tryAgain();
    assert.equal(lazy.part, 'the part');
    assert.equal(loads.length, 1);
  });

  it('says why loading failed, and loads again only when the user asks', async () => {
    const stage = new Stage();
    const { lazy, loads } = stage;
    lazy.want();
    const failed = stage.drawn();
    loads[0]?.reject(new Error('The file is gone.'));
    await failed;
    assert.deepEqual(lazy.state, { kind: 'failed', message: 'The file is gone.' });
    lazy.want();
    assert.equal(loads.length, 1);
    const drawn = stage.drawn();
    lazy.tryAgain();
    lazy.tryAgain();
    assert.equal(loads.length, 2);
    loads[1]?.resolve('the part');
    await drawn;
    assert.equal(lazy.part, 'the part');
  });
});
