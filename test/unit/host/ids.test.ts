import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  commands,
  connectionView,
  contextKeys,
  settings,
  settingsSection,
} from '../../../src/host/ids';
import { defaults, leastMemoryLimit } from '../../../src/host/settings';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
  };
}

interface Property {
  readonly default: unknown;
  readonly minimum?: number;
  readonly markdownDescription: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;
const properties = contributes.configuration.properties;
const settingIds = Object.values(settings).map((id) => `${settingsSection}.${id}`);

function declared(id: string): Property | undefined {
  return properties[`${settingsSection}.${id}`];
}

describe('ids', () => {
  it('has every command of the manifest, and the manifest every command', () => {
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), Object.values(commands).toSorted());
  });

  it('has every setting of the manifest, and the manifest every setting', () => {
    assert.deepEqual(Object.keys(properties).toSorted(), settingIds.toSorted());
  });

  it('gives every command the category that the palette shows first', () => {
    const categories = new Set(contributes.commands.map(({ category }) => category));
    assert.deepEqual([...categories], ['Socket Playground']);
  });

  it('binds keys and places commands in menus only for commands that exist', () => {
    const known = new Set<string>(Object.values(commands));
    const used = [...contributes.keybindings, ...Object.values(contributes.menus).flat()];
    assert.ok(used.length > 0);
    for (const { command } of used) assert.ok(known.has(command), command);
  });

  it('uses the context keys and the view type of the table in conditions', () => {
    const enabled = contributes.commands.flatMap(({ enablement }) => enablement ?? []);
    assert.deepEqual(enabled, [`!${contextKeys.serverRunning}`, contextKeys.serverRunning]);
    for (const { when } of contributes.keybindings) {
      assert.equal(when, `activeWebviewPanelId == '${connectionView}'`);
    }
  });

  it('activates when a panel is restored, and to look for captures that were not finished', () => {
    assert.deepEqual(manifest.activationEvents, [
      `onWebviewPanel:${connectionView}`,
      'onStartupFinished',
    ]);
  });

  it('declares the defaults and the least values that the code falls back to', () => {
    assert.equal(declared(settings.memoryLimit)?.default, defaults.memoryLimit);
    assert.equal(declared(settings.memoryLimit)?.minimum, leastMemoryLimit);
    assert.equal(declared(settings.retentionSize)?.default, defaults.retentionSize);
    assert.equal(declared(settings.retentionDays)?.default, defaults.retentionDays);
    assert.equal(declared(settings.messageSize)?.default, defaults.messageSize);
    assert.equal(declared(settings.handshakeTimeout)?.default, defaults.handshakeTimeout);
    assert.equal(declared(settings.serverPort)?.default, defaults.serverPort);
    assert.deepEqual(declared(settings.secretNames)?.default, []);
    assert.deepEqual(declared(settings.allowedOrigins)?.default, []);
  });

  it('lets no untrusted workspace decide a setting', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations.toSorted(), settingIds.toSorted());
  });
});
