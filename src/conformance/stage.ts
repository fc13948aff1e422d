import { Conversation, type ConversationOptions, type Writes } from './conversation';
import { openingRequest, type RequestChange } from './openingRequest';
import { PlayEnds, unclear } from './outcome';
import type { ServerFacts } from './serverFacts';
import { noSecrets, Transcript } from './transcript';

export interface StageOptions extends ConversationOptions {
  readonly facts: ServerFacts;
}

/** Where one check is played: it opens conversations and lets go of them in the end. */
export class Stage {
  readonly facts: ServerFacts;
  readonly conversations: Conversation[] = [];
  private cleared = false;

  constructor(private readonly options: StageOptions) {
    this.facts = options.facts;
  }

  /**
   * Sends a request and waits for the answer, whatever it is. The opening handshake goes into the
   * transcript.
   *
   * @throws PlayEnds if there is no connection
   */
  async open(change: RequestChange = {}, writes?: Writes): Promise<Conversation> {
    const conversation = await this.connect(this.options.transcript);
    const extensions = change.fields?.['Sec-WebSocket-Extensions'];
    const offer = typeof extensions === 'string' ? extensions : (extensions ?? []).join(', ');
    await conversation.shakeHands(openingRequest(this.options.target, change), offer, writes);
    conversation.tellHandshake();
    return conversation;
  }

  /**
   * Opens a WebSocket in the usual way, for checks of what comes after.
   *
   * @throws PlayEnds if there is no connection, or the server does not switch protocols
   */
  async join(transcript = this.options.transcript): Promise<Conversation> {
    const conversation = await this.connect(transcript);
    await conversation.shakeHands(openingRequest(this.options.target));
    if (conversation.answer?.status === 101) return conversation;
    conversation.tellHandshake();
    throw new PlayEnds(unclear(whyNot(conversation)));
  }

  /** Whether the server still takes a connection and opens a WebSocket. */
  async stillThere(): Promise<boolean> {
    const { transcript } = this.options;
    transcript.event('client', 'opens another WebSocket');
    try {
      // What happens there is not for the transcript: it would look like one connection.
      await this.join(new Transcript(noSecrets));
      transcript.event('server', 'takes it');
      return true;
    } catch (error) {
      if (!(error instanceof PlayEnds)) throw error;
      transcript.event('server', 'does not take it');
      return false;
    }
  }

  /** Lets go of every conversation, and of those that are still to come. */
  clear(): void {
    this.cleared = true;
    for (const conversation of this.conversations) conversation.destroy();
  }

  private async connect(transcript: Transcript): Promise<Conversation> {
    const conversation = await this.tryToConnect(transcript);
    this.conversations.push(conversation);
    if (this.cleared) conversation.destroy();
    return conversation;
  }

  private async tryToConnect(transcript: Transcript): Promise<Conversation> {
    try {
      return await Conversation.connect({ ...this.options, transcript });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new PlayEnds(unclear(`There was no connection: ${message}.`));
    }
  }
}

function whyNot({ answer, answerText }: Conversation): string {
  if (answer) return `It answered "${answer.statusText}" instead of opening a WebSocket.`;
  return answerText === ''
    ? 'It did not answer the opening handshake.'
    : 'What it answered to the opening handshake is no HTTP.';
}
