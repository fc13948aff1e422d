import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** The sections of the document, and the interfaces whose methods and notices they list. */
const sections = [
  { title: 'Host asks inspector', file: 'inspectorProtocol' },
  { title: 'Panel asks host', file: 'panelProtocol' },
  { title: 'Host asks checker', file: 'checkerProtocol' },
  { title: 'Panel of a check asks host', file: 'checkPanelProtocol' },
  { title: 'Host asks playground server', file: 'serverProtocol' },
] as const;

const document = readFileSync('docs/protocol.md', 'utf8');

/** Names of methods and notices in a file of the protocol: its quoted keys. */
function namesInTypes(file: string): string[] {
  const source = readFileSync(`src/protocol/${file}.ts`, 'utf8');
  return [...source.matchAll(/^ {2}'(\w+\/\w+)':/gm)].map(([, name = '']) => name);
}

/** Names in the first column of the tables of a section. */
function namesInSection(title: string): string[] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+\/\w+)` /gm)].map(([, name = '']) => name);
}

describe('docs/protocol.md', () => {
  for (const { title, file } of sections) {
    it(`lists under "${title}" what ${file} has, and nothing else`, () => {
      const names = namesInTypes(file);
      assert.ok(names.length > 0);
      assert.deepEqual(namesInSection(title).toSorted(), names.toSorted());
    });
  }
});
