import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a folder of src may import besides itself: the table of docs/architecture.md. */
interface Layer {
  /** Folders it may import anything of. */
  readonly values: readonly string[];
  /** Folders it may import types of. */
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  /** Whether it may use Node's modules; a list names the only files that may, below the folder. */
  readonly node: boolean | readonly string[];
}

/** The file store of a capture; the rest of `src/capture` is pure, and imports nothing of it. */
const captureFileStore = [
  'captureFiles.ts',
  'captureFolder.ts',
  'decodeAgain.ts',
  'foundCapture.ts',
  'goodRows.ts',
  'journalFile.ts',
  'openCapture.ts',
  'processOwner.ts',
  'repairCapture.ts',
  'search/fileSlices.ts',
  'search/searchMain.ts',
  'search/searchThread.ts',
  'search/sliceSearch.ts',
  'storedCaptures.ts',
  'writeBehindFile.ts',
];

const layers: Readonly<Record<string, Layer>> = {
  wire: { values: [], node: false },
  capture: { values: ['wire'], node: captureFileStore },
  protocol: { values: [], types: ['wire'], node: false },
  session: { values: ['capture', 'wire'], packages: ['ws'], node: true },
  conformance: { values: ['session', 'wire'], node: true },
  inspector: { values: ['session', 'capture', 'protocol', 'wire'], node: true },
  checker: {
    values: ['inspector', 'conformance', 'session', 'protocol', 'wire'],
    node: true,
  },
  server: {
    values: ['inspector', 'session', 'capture', 'protocol', 'wire'],
    packages: ['ws'],
    node: true,
  },
  host: { values: ['protocol'], packages: ['vscode'], node: true },
  webview: {
    values: ['protocol'],
    types: ['wire'],
    packages: ['lit-html'],
    node: false,
  },
  cli: { values: ['inspector', 'server', 'conformance', 'protocol'], node: true },
};

interface Import {
  readonly from: string;
  readonly typesOnly: boolean;
}

const importLine =
  /^[ \t]*(?:import|export)\b(?<clause>[^;'"]*?)\bfrom\s*(?<q1>['"])(?<from>.+?)\k<q1>|^[ \t]*import\s*(?<q2>['"])(?<bare>.+?)\k<q2>|\b(?:import|require)\(\s*(?<q3>['"])(?<called>.+?)\k<q3>/gm;

function importsOf(source: string): Import[] {
  return Array.from(source.matchAll(importLine), ({ groups = {} }) => ({
    from: groups['from'] ?? groups['bare'] ?? groups['called'] ?? '',
    typesOnly: /^\s*type\b/.test(groups['clause'] ?? ''),
  }));
}

/**
 * The rules that a source file breaks, in words.
 *
 * @param file its path below src, with slashes
 */
function violations(file: string, source: string): string[] {
  const folder = file.split('/')[0] ?? '';
  const layer = Object.hasOwn(layers, folder) ? layers[folder] : undefined;
  if (!layer || folder === file) return [`${file}: "${folder}" is no layer of the table`];
  return importsOf(source)
    .filter((one) => !mayImport(folder, layer, file, one))
    .map(({ from, typesOnly }) => `${file}: imports ${typesOnly ? 'types of ' : ''}"${from}"`);
}

function mayImport(folder: string, layer: Layer, file: string, { from, typesOnly }: Import) {
  if (from.startsWith('node:')) return mayUseNode(folder, layer, file);
  if (!from.startsWith('.')) return (layer.packages ?? []).includes(packageOf(from));
  const target = path.posix.join(path.posix.dirname(file), from).split('/')[0] ?? '';
  const allowed = [folder, ...layer.values, ...(typesOnly ? (layer.types ?? []) : [])];
  return allowed.includes(target) && mayImportFileStore(file, from);
}

function mayImportFileStore(file: string, from: string): boolean {
  const target = `${path.posix.join(path.posix.dirname(file), from)}.ts`;
  return !file.startsWith('capture/') || isFileStore(file) || !isFileStore(target);
}

function isFileStore(file: string): boolean {
  return captureFileStore.includes(path.posix.relative('capture', file));
}

function mayUseNode(folder: string, { node }: Layer, file: string): boolean {
  return typeof node === 'boolean' ? node : node.includes(file.slice(folder.length + 1));
}

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('layers', () => {
  it('are kept by every file of src', () => {
    const src = path.resolve(__dirname, '../../../src');
    const files = readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));
    const found = files.flatMap((file) =>
      violations(path.relative(src, file).split(path.sep).join('/'), readFileSync(file, 'utf8')),
    );
    assert.deepEqual(found, []);
    const folders = new Set(files.map((file) => path.relative(src, file).split(path.sep)[0]));
    for (const layer of [
      'wire',
      'capture',
      'protocol',
      'session',
      'conformance',
      'inspector',
      'checker',
      'server',
      'host',
      'webview',
      'cli',
    ]) {
      assert.ok(folders.has(layer), `no file of ${layer} was read`);
    }
  });

  const allowed: [file: string, source: string][] = [
    ['capture/capture.ts', `import { applyMask } from '../wire/masking';`],
    ['webview/rows.ts', `import type { Direction } from '../wire/direction';`],
    ['webview/rows.ts', `import { html } from 'lit-html/directives/ref.js';`],
    ['capture/captureFolder.ts', `import fs from 'node:fs';`],
    ['protocol/a.ts', `export type { A } from '../wire/direction';\nimport { b } from './b';`],
    ['session/dial.ts', `import { WebSocket } from 'ws';\nimport net from 'node:net';`],
    ['host/extension.ts', `import * as vscode from 'vscode';`],
    ['cli/readCommand.ts', `import { soleCapture } from '../inspector/soleConnection';`],
    ['cli/checkCommand.ts', `import { runConformance } from '../conformance/conformanceRun';`],
    ['checker/checker.ts', `import { runConformance } from '../conformance/conformanceRun';`],
    ['conformance/stage.ts', `import { dialProblem } from '../session/dialProblem';`],
    ['session/nested/deep.ts', `import { Capture } from '../../capture/capture';`],
  ];
  for (const [file, source] of allowed) {
    it(`allow ${file}: ${source.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(violations(file, source), []);
    });
  }

  const refused: [file: string, source: string][] = [
    ['wire/frame.ts', `import { Capture } from '../capture/capture';`],
    ['wire/frame.ts', `import type { Capture } from '../capture/capture';`],
    ['wire/frame.ts', `import { Buffer } from 'node:buffer';`],
    ['wire/frame.ts', `import fs from 'fs';`],
    ['capture/capture.ts', `import type { Row } from '../protocol/rowBatch';`],
    ['capture/store.ts', `import { open } from "node:fs/promises";`],
    ['capture/capture.ts', `import fs from 'node:fs';`],
    ['capture/capture.ts', `import { CaptureFolder } from './captureFolder';`],
    ['capture/chunkLog.ts', `import { Buffer } from 'node:buffer';`],
    ['protocol/a.ts', `import { Opcode } from '../wire/opcode';`],
    ['protocol/a.ts', `export { Opcode } from '../wire/opcode';`],
    ['protocol/a.ts', `import { type Opcode } from '../wire/opcode';`],
    ['session/a.ts', `import type { Hello } from '../protocol/hello';`],
    ['session/a.ts', `import * as vscode from 'vscode';`],
    ['conformance/a.ts', `import WebSocket from 'ws';`],
    ['conformance/a.ts', `import { Capture } from '../capture/capture';`],
    ['session/a.ts', `import { Stage } from '../conformance/stage';`],
    ['host/a.ts', `import { Checker } from '../checker/checker';`],
    ['inspector/a.ts', `import { runConformance } from '../conformance/conformanceRun';`],
    ['inspector/a.ts', `import WebSocket from 'ws';`],
    ['inspector/a.ts', `import { start } from '../server/playgroundServer';`],
    ['host/a.ts', `import {\n  Inspector,\n} from '../inspector/inspector';`],
    ['host/a.ts', `const late = await import('../session/connection');`],
    ['webview/a.ts', `import '../host/extension';`],
    ['webview/a.ts', `const path = require('node:path');`],
    ['webview/a.ts', `import { x } from '../../test/support/x';`],
    ['cli/a.ts', `import { Connection } from '../session/connection';`],
    ['server/a.ts', `import { activate } from '../host/extension';`],
  ];
  for (const [file, source] of refused) {
    it(`refuse ${file}: ${source.replaceAll('\n', ' ')}`, () => {
      assert.equal(violations(file, source).length, 1);
    });
  }

  it('refuse a folder that is not in the table', () => {
    assert.deepEqual(violations('utils/a.ts', ''), [
      'utils/a.ts: "utils" is no layer of the table',
    ]);
    assert.equal(violations('constructor/a.ts', '').length, 1);
    assert.equal(violations('loose.ts', '').length, 1);
  });
});
