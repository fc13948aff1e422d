import { RequestError } from '../protocol/requestError';

/** What the user is asked before something is sent. */
export interface ConsentQuestion {
  /** What it would do, in a sentence of the inspector. */
  readonly sentence: string;
  readonly answer: (yes: boolean) => void;
}

/** Asks the user where the inspector wants consent: what breaks a rule, and leaves this machine. */
export class Consent {
  private asked: ConsentQuestion | undefined;

  constructor(private readonly onChange: () => void) {}

  get question(): ConsentQuestion | undefined {
    return this.asked;
  }

  /**
   * Asks for something, and once more with consent where that is needed and given.
   *
   * @returns whether it was done; throws as `request` does
   */
  async requiring(request: (confirmed: boolean) => Promise<unknown>): Promise<boolean> {
    try {
      await request(false);
      return true;
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== 'needs-confirmation') throw error;
      if (!(await this.ask(error.message))) return false;
      await request(true);
      return true;
    }
  }

  /** Nobody waits for the answer any more: something else stands in the composer. */
  drop(): void {
    this.asked?.answer(false);
  }

  private ask(sentence: string): Promise<boolean> {
    this.drop();
    return new Promise((resolve) => {
      this.asked = {
        sentence,
        answer: (yes) => {
          this.asked = undefined;
          this.onChange();
          resolve(yes);
        },
      };
      this.onChange();
    });
  }
}
