import assert from 'node:assert/strict';
import { longestContent } from '../../../../src/capture/filter/rowSlice';
import {
  captureSlice,
  memorySliceBytes,
  memorySliceRows,
} from '../../../../src/capture/search/captureSlice';
import { CaptureFeed } from '../support/captureFeed';

describe('captureSlice', () => {
  it('takes as many of the rows as make a slice', () => {
    const feed = new CaptureFeed().connect();
    for (let row = 0; row < memorySliceRows + 10; row++) feed.text('in', 'x');
    const all = [...Array(feed.capture.total).keys()];
    assert.equal(captureSlice(feed.capture, all, true).rows.length, memorySliceRows);
    const odd = all.filter((row) => row % 2 === 1);
    assert.deepEqual(captureSlice(feed.capture, odd, true).rows, odd);
    const large = new CaptureFeed().connect();
    for (let row = 0; row < 10; row++) large.text('in', 'x'.repeat(memorySliceBytes / 4));
    assert.deepEqual(captureSlice(large.capture, all.slice(0, 10), true).rows, [0, 1, 2, 3]);
  });

  it('takes the beginning of what is too long, and counts it', () => {
    const feed = new CaptureFeed().connect();
    feed.frame('in', { opcode: 2, payload: Buffer.alloc(longestContent + 1) });
    const { source, partly } = captureSlice(feed.capture, [0], true);
    assert.equal(partly, 1);
    assert.equal(source.contents[0]?.bytes.length, longestContent);
    assert.equal(captureSlice(feed.capture, [0], false).partly, 0);
  });
});
