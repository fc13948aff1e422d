import assert from 'node:assert/strict';
import { readDestination } from '../../../src/webview/destination';

describe('where “Go to” leads', () => {
  const cases: [string, ReturnType<typeof readDestination>][] = [
    ['#1234', { kind: 'row', row: 1233 }],
    [' 1,234 ', { kind: 'row', row: 1233 }],
    ['0', { kind: 'row', row: 0 }],
    ['12.5s', { kind: 'time', timeUs: 12_500_000 }],
    ['300 ms', { kind: 'time', timeUs: 300_000 }],
    ['2m', { kind: 'time', timeUs: 120_000_000 }],
    ['1:23', { kind: 'time', timeUs: 83_000_000 }],
    ['1:02:03.5', { kind: 'time', timeUs: 3_723_500_000 }],
    ['END', { kind: 'end' }],
    ['', undefined],
    ['-5', undefined],
    ['1:2:3:4', undefined],
    ['12.5', undefined],
    ['#12s', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(readDestination(text), expected));
  }
});
