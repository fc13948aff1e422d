import assert from 'node:assert/strict';
import { readSettings } from '../../../src/host/settings';

const read = (values: Readonly<Record<string, unknown>>) => readSettings((id) => values[id]);

describe('readSettings', () => {
  it('turns megabytes and gigabytes into bytes and seconds into milliseconds', () => {
    const settings = read({
      'capture.memoryLimit': 64,
      'capture.retentionSize': 2,
      'capture.retentionDays': 7,
      'limits.messageSize': 1.5,
      'limits.handshakeTimeout': 2.5,
      'secrets.names': ['token', 'X-Api-Key'],
      'server.port': 7000,
      'server.allowedOrigins': ['https://example.com', 7],
    });
    assert.deepEqual(settings, {
      inspector: {
        memoryLimit: 64_000_000,
        messageLimit: 1_500_000,
        handshakeTimeoutMs: 2500,
        secretNames: ['token', 'X-Api-Key'],
        retention: { bytes: 2_000_000_000, days: 7 },
      },
      serverPort: 7000,
      allowedOrigins: ['https://example.com'],
    });
  });

  it('keeps 0, which stands for no limit and for any port', () => {
    const { inspector, serverPort } = read({
      'capture.retentionSize': 0,
      'capture.retentionDays': 0,
      'limits.messageSize': 0,
      'limits.handshakeTimeout': 0,
      'server.port': 0,
    });
    assert.deepEqual(inspector.retention, { bytes: 0, days: 0 });
    assert.equal(inspector.messageLimit, 0);
    assert.equal(inspector.handshakeTimeoutMs, 0);
    assert.equal(serverPort, 0);
  });

  it('falls back to the defaults for what is missing, of another type or out of range', () => {
    const defaults = read({});
    assert.equal(defaults.inspector.memoryLimit, 256_000_000);
    assert.equal(defaults.serverPort, 6455);
    const wrong = read({
      'capture.memoryLimit': 0,
      'capture.retentionSize': -1,
      'capture.retentionDays': '30',
      'limits.messageSize': '100',
      'limits.handshakeTimeout': -1,
      'secrets.names': 'token',
      'server.port': 70_000,
    });
    assert.deepEqual(wrong, defaults);
  });

  it('leaves out secret names that name nothing', () => {
    const { inspector } = read({ 'secrets.names': ['token', '', ' ', 7, null] });
    assert.deepEqual(inspector.secretNames, ['token']);
  });
});
