import assert from 'node:assert/strict';
import { Pressure } from '../../../src/capture/pressure';

describe('Pressure', () => {
  it('is too much above the limit and over at half of it', () => {
    const heard: [waiting: number, tooMuch: boolean][] = [];
    let now = 0;
    const pressure = new Pressure(100, (tooMuch) => heard.push([now, tooMuch]));
    for (now of [0, 100, 101, 200, 51, 50, 100, 101, 0]) pressure.set(now);
    assert.deepEqual(heard, [
      [101, true],
      [50, false],
      [101, true],
      [0, false],
    ]);
    assert.equal(pressure.tooMuch, false);
  });
});
