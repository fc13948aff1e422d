import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { launchBrowser } from '../support/browser';
import { frameFields, frameRow, idle, open, PanelFixture } from '../support/panelFixture';
import { openPanelPage, themes, type ThemeName } from '../support/panelPage';
import type { Page } from 'playwright-core';

const json =
  '{"type":"tick","count":12345678901234567890,"time":"2026-11-23T14:31:07.042Z","you":{"address":"127.0.0.1","port":54321},"rate":1.10,"tags":["a","b"],"nested":{"deep":[1,2,{"x":null}]}}';

const rows = [
  frameRow({
    kind: 'status',
    severity: 'info',
    preview: 'Open: the opening handshake is done, 101 Switching Protocols',
    timeUs: 0,
  }),
  frameRow({ opcode: 1, preview: json, size: json.length, timeUs: 1_204_331, deltaUs: 1_204_331 }),
  frameRow({
    direction: 'out',
    masked: true,
    opcode: 1,
    preview: 'Hello from this end',
    size: 19,
    timeUs: 1_504_331,
    deltaUs: 300_000,
  }),
  frameRow({
    opcode: 1,
    preview: 'Hello from this end',
    size: 19,
    timeUs: 1_504_982,
    deltaUs: 651,
  }),
  frameRow({ opcode: 9, preview: '', size: 0, timeUs: 2_000_100, deltaUs: 495_118 }),
  frameRow({
    direction: 'out',
    masked: true,
    opcode: 10,
    preview: '',
    size: 0,
    timeUs: 2_000_201,
    deltaUs: 101,
  }),
  frameRow({
    opcode: 2,
    preview: '89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52 … 44 ae 42 60 82',
    size: 1_204_331,
    timeUs: 2_312_000,
    deltaUs: 311_799,
  }),
  frameRow({
    opcode: 1,
    fin: false,
    preview: '<img src=x onerror=alert(1)> first part of a long',
    size: 65_536,
    timeUs: 2_400_000,
    deltaUs: 88_000,
  }),
  frameRow({
    opcode: 0,
    preview: 'and this is how it ends',
    size: 23,
    timeUs: 2_400_150,
    deltaUs: 150,
  }),
  frameRow({
    opcode: 3,
    preview: 'ff 00 12',
    size: 3,
    severity: 'error',
    timeUs: 2_500_150,
    deltaUs: 100_000,
  }),
  frameRow({
    opcode: 1,
    preview: 'length written in 64 bits although 7 would do',
    size: 45,
    severity: 'warning',
    timeUs: 2_600_150,
    deltaUs: 100_000,
  }),
];

function busy(): PanelFixture {
  const fixture = new PanelFixture({
    ...open,
    traffic: { in: { frames: 1_203_441, bytes: 98_304_221 }, out: { frames: 318, bytes: 20_482 } },
    rows: { generation: 1, total: 200, first: 0 },
  });
  fixture.rowAt = (index) => {
    const row = rows[index % rows.length]!;
    if (row.kind === 'status' && index > 0) return rows[1]!;
    return { ...row, timeUs: row.timeUs + Math.floor(index / rows.length) * 2_700_000 };
  };
  fixture.bytesAt = (row) => Buffer.from(fixture.rowAt(row).preview);
  const plain = fixture.detailAt;
  fixture.detailAt = (row) => {
    if (fixture.rowAt(row).kind === 'status') {
      return {
        kind: 'status',
        row,
        timeUs: 0,
        wallMs: Date.UTC(2026, 10, 23, 14, 31, 7, 42),
        severity: 'info',
        text: fixture.rowAt(row).preview,
        detail:
          'GET / HTTP/1.1\r\nHost: 127.0.0.1:6455\r\nUpgrade: websocket\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket',
      };
    }
    const detail = plain(row);
    if (detail.kind === 'status' || fixture.rowAt(row).severity === 'none') return detail;
    return {
      ...detail,
      fields: frameFields({
        ...detail.fields,
        findings: [
          {
            code: 'reserved-opcode',
            severity: 'error',
            section: 'RFC 6455 §5.2',
            text: 'The opcode 0x3 is reserved. An endpoint that gets it must fail the connection.',
          },
          {
            code: 'length',
            severity: 'warning',
            section: 'RFC 6455 §5.2',
            text: 'The length is not written in as few bytes as possible.',
          },
        ],
      }),
    };
  };
  return fixture;
}

/** Frames from this end: one compressed, one of 64 MiB. */
function compressedQuote(): PanelFixture {
  const fixture = new PanelFixture({ ...open, rows: { generation: 1, total: 3, first: 0 } });
  const text = '{"quote":"EUR/USD","bid":1.0841,"ask":1.0843} '.repeat(40);
  const large = Buffer.alloc(64 * 1024 * 1024, 'large ');
  const row = { direction: 'out', masked: true, opcode: 1 } as const;
  fixture.rowAt = (index) =>
    [
      frameRow({ preview: 'hello', size: 5 }),
      frameRow({ ...row, rsv1: true, fin: false, preview: text, size: 248, timeUs: 1_500_123 }),
      frameRow({ ...row, opcode: 2, preview: 'large', size: large.length, timeUs: 2_000_456 }),
    ][index]!;
  fixture.messageAt = (index) => (index === 1 ? Buffer.from(text) : fixture.bytesAt(index));
  fixture.bytesAt = (index) =>
    index === 1
      ? deflateRawSync(text + String(Math.PI)).subarray(0, -4)
      : index === 2
        ? large
        : Buffer.from('hello');
  const plain = fixture.detailAt;
  fixture.detailAt = (index) => {
    const detail = plain(index);
    if (index !== 1 || detail.kind === 'status' || !detail.message) return detail;
    const message = {
      ...detail.message,
      compressed: true,
      durationUs: 88_123,
      parts: [1, 2, 3, 4].map((at) => ({
        row: at,
        direction: at === 3 ? ('in' as const) : ('out' as const),
        opcode: at === 1 ? 1 : at === 3 ? 9 : 0,
        fin: at > 2,
        size: at === 3 ? 4 : 72,
        timeUs: 1_500_123 + at * 22_000,
        isFragment: at !== 3,
      })),
      fragments: 3,
      lastRow: 9,
      wireLength: 248,
      length: text.length,
    };
    const findings = [
      {
        code: 'masked-from-server',
        severity: 'error',
        section: 'RFC 6455 §5.1',
        text: 'A server must not mask any frame it sends; this frame from the server is masked.',
      },
    ] as const;
    return { ...detail, message, fields: { ...detail.fields, rsv1: true, findings } };
  };
  return fixture;
}

/** Bursts of quotes, a few questions, pings: what a trading feed looks like for a minute. */
function traffic(): PanelFixture {
  const total = 9_000;
  const fixture = new PanelFixture({ ...open, rows: { generation: 1, total, first: 0 } });
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  let now = 0;
  const made = Array.from({ length: total }, (_, at) => {
    const quiet = Math.sin(at / 700) > 0.6;
    const deltaUs = Math.round(random() ** 4 * (quiet ? 120_000 : 14_000));
    now += deltaUs;
    if (at % 500 === 0) return frameRow({ opcode: 9, timeUs: now, deltaUs });
    const sent = random() < (at > 4_000 && at < 5_000 ? 0.5 : 0.04);
    const size = Math.round(random() ** 6 * 20_000) + 40;
    return frameRow({
      direction: sent ? 'out' : 'in',
      opcode: at % 9 === 0 ? 2 : 1,
      rsv1: at % 3 === 0,
      timeUs: now,
      deltaUs,
      size,
      preview: sent ? '{"subscribe":"EUR/USD"}' : '{"quote":"EUR/USD","bid":1.0841,"ask":1.0843}',
    });
  });
  fixture.rowAt = (index) => made[index] ?? made[0]!;
  return fixture;
}

interface Scene {
  readonly name: string;
  readonly fixture: () => PanelFixture;
  readonly act?: (page: Page, fixture: PanelFixture) => Promise<void>;
}

const scenes: readonly Scene[] = [
  { name: 'idle', fixture: () => new PanelFixture({ ...idle, thisEnd: { ...idle.thisEnd } }) },
  {
    name: 'connecting',
    fixture: () =>
      new PanelFixture({
        ...open,
        state: 'connecting',
        openForMs: undefined,
        subprotocol: '',
        extensions: '',
        thisEnd: { ...open.thisEnd },
        otherEnd: { socket: undefined, process: undefined, processUnknown: undefined },
      }),
  },
  {
    name: 'open',
    fixture: busy,
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'tick' }).last().click();
      await page.getByRole('textbox', { name: 'Message' }).fill('{"hello": "other end", }');
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('json');
    },
  },
  {
    name: 'frame',
    fixture: () => {
      const f = busy();
      f.tell({
        tls: {
          version: 'TLSv1.3',
          cipher: 'TLS_AES_256_GCM_SHA384',
          subject: 'localhost',
          issuer: 'Test CA',
          validTo: 'Nov 23 2027',
          verified: false,
        },
        otherEnd: {
          socket: { address: '2001:db8:85a3::8a2e:370:7334', port: 443, family: 'IPv6' },
          process: undefined,
          processUnknown: 'Another system: its processes cannot be seen from here',
        },
      });
      return f;
    },
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'ff 00 12' }).last().click();
      await page.getByRole('tab', { name: 'Frame' }).click();
      await page.getByRole('grid').focus();
    },
  },
  {
    name: 'bytes',
    fixture: busy,
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'tick' }).last().click();
      await page.getByRole('tab', { name: 'Bytes' }).click();
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('close');
    },
  },
  {
    name: 'microscope',
    fixture: compressedQuote,
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'quote' }).last().click();
      await page.getByRole('tab', { name: 'Frame' }).click();
      await page
        .getByRole('gridcell', { name: /^Masking key/ })
        .first()
        .focus();
      await page.keyboard.press('ArrowRight');
    },
  },
  {
    name: 'largeBytes',
    fixture: compressedQuote,
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'large' }).last().click();
      await page.getByRole('tab', { name: 'Bytes' }).click();
      const bytes = page.getByRole('grid', { name: 'Bytes of the frame as hex and ASCII' });
      await bytes.press('Control+End');
      for (let step = 0; step < 21; step++) await bytes.press('Shift+ArrowLeft');
    },
  },
  {
    name: 'failed',
    fixture: () =>
      new PanelFixture({
        ...idle,
        state: 'closed',
        url: 'wss://staging.example.test/socket',
        rows: { generation: 1, total: 1, first: 0 },
        problem: {
          code: 'untrusted-certificate',
          message:
            'The certificate of staging.example.test is not trusted: it is signed by itself. Add its issuer to the trusted certificates of this system, or connect without checking it.',
          detail:
            'DEPTH_ZERO_SELF_SIGNED_CERT\nsubject: CN=staging.example.test\nissuer: CN=staging.example.test',
        },
      }),
    act: async (page) => {
      await page.locator('summary').click();
    },
  },
  {
    name: 'closed',
    fixture: () => {
      const f = busy();
      f.tell({
        state: 'closed',
        close: { code: 1001, reason: 'the server is restarting' },
        rows: { generation: 1, total: 9000, first: 5000 },
        memory: { used: 256e6, limit: 256e6 },
      });
      return f;
    },
    act: async (page, fixture) => {
      const box = (await page.getByRole('grid').boundingBox())!;
      await page.mouse.move(box.x + 200, box.y + 100);
      await page.mouse.wheel(0, -800);
      await page.waitForTimeout(300);
      fixture.tellRows(9123, 5000);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'overview',
    fixture: traffic,
    act: async (page) => {
      const strip = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
      await page.mouse.move(strip.x + strip.width * 0.3, strip.y + 10);
      await page.mouse.down();
      await page.mouse.move(strip.x + strip.width * 0.42, strip.y + 10);
      await page.mouse.up();
      await page.waitForTimeout(300);
      await page.getByRole('button', { name: 'Pause view' }).click();
    },
  },
  {
    name: 'statistics',
    fixture: traffic,
    act: async (page) => {
      await page.getByRole('button', { name: 'Statistics' }).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'laboratory',
    fixture: busy,
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('frame');
      await page.getByRole('textbox', { name: 'Message' }).fill('Hello, wire');
      await page.getByRole('checkbox', { name: 'RSV2' }).check();
      await page.getByRole('textbox', { name: 'Declared length' }).fill('70000');
      await page.getByRole('textbox', { name: 'Masking key' }).fill('37fa21');
      await page.waitForTimeout(100);
      await page.getByRole('textbox', { name: 'Masking key' }).fill('37fa213d');
      await page.getByText('in 1 frame').waitFor();
    },
  },
  {
    name: 'fragments',
    fixture: busy,
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).fill('{"id": "{{uuid}}"}');
      await page.getByRole('button', { name: 'Options', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Replace templates' }).check();
      await page.getByRole('combobox', { name: 'Fragments' }).selectOption('at');
      await page.getByRole('textbox', { name: 'Cut at bytes' }).fill('5, 900');
      await page.getByRole('button', { name: 'Add control frame' }).click();
    },
  },
  {
    name: 'messages',
    fixture: () => {
      const fixture = busy();
      fixture.savedMessages = [
        { name: 'Log in', draft: { kind: 'json', text: '{"login":"demo","token":"…"}' } },
        { name: 'Subscribe to quotes', draft: { kind: 'text', text: 'SUB EUR/USD' } },
      ];
      fixture.tell({
        repeat: {
          everyMs: 100,
          times: 1_000,
          jitterMs: 0,
          sent: 318,
          state: 'running',
          why: undefined,
        },
      });
      return fixture;
    },
    act: async (page) => {
      for (const text of ['{"hello":"other end"}', 'SUB EUR/USD']) {
        await page.getByRole('textbox', { name: 'Message' }).fill(text);
        await page.keyboard.press('Control+Enter');
      }
      await page.getByRole('button', { name: 'Saved', exact: true }).click();
    },
  },
  {
    name: 'question',
    fixture: () => {
      const fixture = busy();
      fixture.question =
        'This breaks a rule, and 2001:db8::7 is not this machine. The reserved bit RSV2 is set. (RFC 6455 §5.2) Confirm to send it all the same.';
      return fixture;
    },
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Kind' }).selectOption('raw');
      await page.getByRole('textbox', { name: 'Message' }).fill('xyz');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'options',
    fixture: () => new PanelFixture(idle),
    act: async (page) => {
      await page.getByRole('button', { name: 'Connection options' }).click();
      await page.getByRole('combobox', { name: 'Answer pings' }).selectOption('after');
      await page.getByRole('textbox', { name: 'Delay, ms' }).fill('soon');
    },
  },
  {
    name: 'dead',
    fixture: busy,
    act: async (page, fixture) => {
      fixture.dead = true;
      await page.getByText('The extension host has stopped.').waitFor();
    },
  },
];

async function main(): Promise<void> {
  const folder = process.argv[2] ?? (await mkdtemp(path.join(tmpdir(), 'panel-pictures-')));
  const wanted = process.argv.slice(3);
  const browser = await launchBrowser();
  for (const scene of scenes.filter(
    ({ name }) => wanted.length === 0 || wanted.some((w) => w.startsWith(`${name}:`) || w === name),
  )) {
    const pick = wanted.find((w) => w.startsWith(`${scene.name}:`))?.split(':')[1];
    for (const theme of themes.filter((t) => !pick || t === pick)) {
      for (const [size, width, height] of [
        ['wide', 1400, 900],
        ['narrow', 480, 800],
        ['slim', 300, 1700],
      ] as const) {
        await picture(scene, theme, size, width, height);
      }
    }
  }
  await browser.close();
  console.log(folder);

  async function picture(
    scene: Scene,
    theme: ThemeName,
    size: string,
    width: number,
    height: number,
  ) {
    const fixture = scene.fixture();
    const { page, faults, close } = await openPanelPage({
      browser,
      theme,
      width,
      height,
      connectHost: fixture.connect,
    });
    await page.getByRole('grid').waitFor();
    if (fixture.snapshot.rows.total > 1)
      await page.locator('.frames-lines .line.in').first().waitFor();
    await scene.act?.(page, fixture);
    await page.waitForTimeout(150);
    await page.screenshot({ path: path.join(folder, `${scene.name}-${size}-${theme}.png`) });
    if (faults.length > 0) console.log(scene.name, size, theme, faults);
    await close();
  }
}

void main();
