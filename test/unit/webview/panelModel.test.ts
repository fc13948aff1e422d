import assert from 'node:assert/strict';
import { PanelModel } from '../../../src/webview/panelModel';
import { firstViewState, type ViewState } from '../../../src/webview/viewState';
import { idle, open } from '../../support/panelFixture';

function modelWith(view: Partial<ViewState> = {}) {
  const kept: ViewState[] = [];
  let changes = 0;
  let figures = 0;
  const model = new PanelModel({
    view: { ...firstViewState, ...view },
    keep: (state) => kept.push(state),
    onChange: () => changes++,
    onFigures: () => figures++,
  });
  return { model, kept, changes: () => changes, figures: () => figures };
}

describe('PanelModel', () => {
  it('hands over what changed last, in one piece and a little later', async () => {
    const { model, kept } = modelWith();
    model.keep({ filter: 'd' });
    model.keep({ filter: 'dir:in' });
    assert.deepEqual(kept, []);
    model.keepNow();
    assert.deepEqual(
      kept.map(({ filter }) => filter),
      ['dir:in'],
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(kept.length, 1, 'not once more');
  });

  it('tells other figures from what the user waits for', () => {
    const { model, changes, figures } = modelWith();
    model.take({ ...idle, state: 'connecting' }, 0);
    model.take(open, 1);
    assert.equal(figures(), 0);
    const told = changes();
    model.take({ ...open, revision: open.revision + 1 }, 2);
    assert.deepEqual([changes() - told, figures()], [0, 1]);
  });

  it('keeps the address of a snapshot, and where its rows are', () => {
    const { model } = modelWith();
    const storage = { capture: 'c1', path: '/c1', bytesOnDisk: 1, problem: undefined };
    model.take({ ...open, rows: { generation: 1, total: 2, first: 0 }, storage }, 0);
    const { url, hadRows, capture } = model.view;
    assert.deepEqual({ url, hadRows, capture }, { url: open.url, hadRows: true, capture: 'c1' });
    assert.equal(model.url, open.url);
    model.keepNow();
  });

  it('holds an address with its secrets, and keeps it without', () => {
    const { model } = modelWith();
    model.typeUrl('ws://me:word@host/?token=1');
    assert.equal(model.url, 'ws://me:word@host/?token=1');
    assert.equal(model.view.url, 'ws://host/');
    model.suggestUrl('ws://other/');
    assert.equal(model.url, 'ws://me:word@host/?token=1', 'what stands there stays');
    model.keepNow();
  });

  it('leaves the address alone that is typed while nothing is open', () => {
    const { model } = modelWith();
    model.take({ ...idle, state: 'closed', url: 'ws://first/' }, 0);
    model.typeUrl('ws://second/');
    model.take({ ...idle, state: 'closed', url: 'ws://first/', revision: 2 }, 0);
    assert.equal(model.url, 'ws://second/');
    assert.equal(model.view.url, 'ws://second/');
    model.keepNow();
  });

  it('says why what the user asked for failed, until the next thing is asked', async () => {
    const { model, changes } = modelWith();
    assert.equal(await model.tell(Promise.reject(new Error('It broke.'))), false);
    assert.equal(model.state.failure, 'It broke.');
    assert.equal(await model.tell(Promise.resolve()), true);
    assert.equal(model.state.failure, undefined);
    assert.ok(changes() > 0);
  });

  it('knows whether a filter is at work', () => {
    const { model } = modelWith();
    const filter = { text: 'x', first: 0, matching: 0, searched: 0, problem: undefined };
    assert.equal(model.isFiltered, false);
    model.take({ ...open, filter }, 0);
    assert.equal(model.isFiltered, true);
    model.keepNow();
  });
});
