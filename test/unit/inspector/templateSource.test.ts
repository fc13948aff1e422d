import assert from 'node:assert/strict';
import { TemplateSource } from '../../../src/inspector/templateSource';
import type { FrameDraft } from '../../../src/protocol/frameDraft';

function textOf(source: TemplateSource, text: string): string {
  const expanded = source.expand({ kind: 'text', text, templates: true });
  source.used(expanded);
  return expanded.draft.kind === 'text' ? expanded.draft.text : '';
}

describe('TemplateSource', () => {
  it('draws a new UUID for every place, and the time of now', () => {
    const [first, second, time] = textOf(
      new TemplateSource(),
      '{{uuid}} {{uuid}} {{timestamp}}',
    ).split(' ');
    for (const uuid of [first, second]) {
      assert.match(
        uuid ?? '',
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
    assert.notEqual(first, second);
    assert.ok(Math.abs(Number(time) - Date.now()) < 10_000);
  });

  it('draws numbers from a range, both ends included', () => {
    const source = new TemplateSource();
    const drawn = new Set(
      Array.from({ length: 300 }, () => Number(textOf(source, '{{randomInt -1 2}}'))),
    );
    assert.deepEqual(
      [...drawn].toSorted((a, b) => a - b),
      [-1, 0, 1, 2],
    );
  });

  it('counts the messages that were sent with the counter', () => {
    const source = new TemplateSource();
    const draft: FrameDraft = { kind: 'text', text: '{{counter}}', templates: true };
    assert.equal(textOf(source, '{{counter}} {{counter}}'), '1 1');
    assert.equal(textOf(source, 'none'), 'none');
    source.expand(draft);
    assert.equal(textOf(source, '{{counter}}'), '2', 'what was only shown does not count');
  });
});
