import assert from 'node:assert/strict';
import { RequestError } from '../../../src/protocol/requestError';
import { Consent } from '../../../src/webview/consent';

/** A request that wants consent, and what it was asked with. */
function wanting(asked: boolean[]) {
  return (confirmed: boolean): Promise<null> => {
    asked.push(confirmed);
    return confirmed
      ? Promise.resolve(null)
      : Promise.reject(new RequestError('needs-confirmation', 'It breaks a rule.'));
  };
}

function failing(): Promise<never> {
  return Promise.reject(new RequestError('not-open', 'Closed.'));
}

/** The question that comes up. */
async function question(consent: Consent) {
  for (let turns = 0; !consent.question && turns < 10; turns++) await Promise.resolve();
  assert.ok(consent.question);
  return consent.question;
}

describe('Consent', () => {
  it('asks the user only where the inspector does', async () => {
    const consent = new Consent(() => undefined);
    assert.equal(await consent.requiring(() => Promise.resolve(null)), true);
    assert.equal(consent.question, undefined);
    await assert.rejects(consent.requiring(failing), /Closed/);
  });

  it('sends once the user has agreed', async () => {
    const asked: boolean[] = [];
    const consent = new Consent(() => undefined);
    const sent = consent.requiring(wanting(asked));
    const { sentence, answer } = await question(consent);
    assert.equal(sentence, 'It breaks a rule.');
    answer(true);
    assert.equal(await sent, true);
    assert.deepEqual(asked, [false, true]);
    assert.equal(consent.question, undefined);
  });

  it('sends nothing when the user does not, or something else stands there by now', async () => {
    for (const end of ['answer', 'drop', 'other'] as const) {
      const asked: boolean[] = [];
      const consent = new Consent(() => undefined);
      const sent = consent.requiring(wanting(asked));
      const { answer } = await question(consent);
      if (end === 'answer') answer(false);
      else if (end === 'drop') consent.drop();
      else void consent.requiring(wanting([]));
      assert.equal(await sent, false);
      assert.deepEqual(asked, [false]);
    }
  });
});
