import { strict as assert } from 'node:assert';
import { runConformance } from '../../src/conformance/conformanceRun';
import { echoPeers, startEchoPeer, type EchoPeerName } from '../support/peers/echoPeer';
import { knownShortcomings, type Shortcomings } from './knownShortcomings';

/** 8.23.0 and 8.23.1 count as one: what is shown of a version is its first two numbers. */
function series(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function shortcomingsOf(name: EchoPeerName, version: string): Shortcomings | undefined {
  const found = Object.entries(knownShortcomings[name]).find(
    ([one]) => series(one) === series(version),
  );
  return found?.[1];
}

describe('the conformance kit against servers of others', function () {
  this.timeout(30_000);

  for (const name of echoPeers) {
    it(`finds of ${name} what it is known for`, async () => {
      const peer = await startEchoPeer(name);
      try {
        const { results, asked } = await runConformance({
          url: peer.url,
          confirmed: false,
          acceptUntrustedCertificate: false,
          secretNames: [],
        });
        assert.equal(results.length, asked);
        const idsOf = (wanted: string) =>
          results.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
        const found: Shortcomings = { fail: idsOf('fail'), unclear: idsOf('unclear') };
        const expected = shortcomingsOf(name, peer.version);
        if (expected) assert.deepEqual(found, expected);
        else tellUnknown(name, peer.version, found);
      } finally {
        await peer.stop();
      }
    });
  }
});

/** What another version of a server does is news, not a fault of this project. */
function tellUnknown(name: EchoPeerName, version: string, found: Shortcomings): void {
  const versions = Object.keys(knownShortcomings[name]).join(', ');
  console.log(
    `${name} ${version} is not in test/interop/conformanceBaseline.json, which has ${versions}. It has:\n` +
      JSON.stringify({ [version]: found }),
  );
}
