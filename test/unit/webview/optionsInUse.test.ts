import assert from 'node:assert/strict';
import {
  emptyComposer,
  emptyControl,
  type ComposerState,
} from '../../../src/webview/composerState';
import { optionsInUse } from '../../../src/webview/optionsInUse';

describe('the options in use', () => {
  const said: readonly (readonly [Partial<ComposerState>, string])[] = [
    [{}, ''],
    [{ templates: true }, 'templates replaced'],
    [{ templates: true, kind: 'hex' }, ''],
    [{ compress: 'no', cut: 'parts', parts: '3' }, 'not compressed, 3 fragments'],
    [{ cut: 'at', between: [emptyControl] }, 'cut into fragments, a control frame between'],
    [{ between: [emptyControl] }, ''],
    [{ kind: 'ping', cut: 'parts', compress: 'yes' }, ''],
  ];
  for (const [changed, words] of said) {
    it(`are ${words === '' ? 'not told' : `“${words}”`} for ${JSON.stringify(changed)}`, () => {
      assert.equal(optionsInUse({ ...emptyComposer, ...changed }), words);
    });
  }
});
