import assert from 'node:assert/strict';
import { fieldsOfFinding } from '../../../src/webview/findingFields';
import { allFindings } from '../../../src/wire/finding';

describe('fieldsOfFinding', () => {
  it('knows what every finding is about', () => {
    for (const { code } of allFindings) assert.ok(fieldsOfFinding(code).length > 0, code);
  });

  it('has nothing to say of a code that it does not know', () => {
    assert.deepEqual(fieldsOfFinding('from-tomorrow'), []);
  });
});
