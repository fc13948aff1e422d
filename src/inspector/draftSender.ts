import type { ExpandedDraft } from '../protocol/draftTemplates';
import type { FrameDraft } from '../protocol/frameDraft';
import type { FramePreview } from '../protocol/framePreview';
import type { RepeatOrder, RepeatState } from '../protocol/repeat';
import { RequestError } from '../protocol/requestError';
import type { Connection } from '../session/connection';
import { UnconnectedPreparer, type FramePreparer } from '../session/framePreparer';
import { StaleEncoding } from '../session/frameSender';
import type { Outgoing } from '../session/outgoing';
import { UnsendableError, type EncodedFrames } from '../session/outgoingEncoder';
import { isLoopback } from '../session/socketAddress';
import type { DraftReading } from '../wire/draftReading';
import { framePreviewOf } from './framePreview';
import { isFromLaboratory, outgoingOf } from './outgoingOf';
import { notOpen } from './refusals';
import { Repeater } from './repeater';
import { TemplateSource } from './templateSource';

export interface DraftSenderOptions {
  /** The connection dialled last, whatever has become of it. */
  readonly connection: () => Connection | undefined;
  /** Called when a repetition has gone on. */
  readonly onChange: () => void;
}

/** What was shown, and is sent exactly so if the user says so. */
interface Previewed {
  readonly id: number;
  readonly expanded: ExpandedDraft;
  readonly encoded: EncodedFrames;
}

/** Previews made so far. No two of an inspector share a name, or another's bytes might be sent. */
let previews = 0;

/** Sends what drafts describe: shown before, once, or again and again. */
export class DraftSender {
  private readonly templates = new TemplateSource();
  private readonly unconnected = new UnconnectedPreparer();
  private previewed: Previewed | undefined;
  private repeater: Repeater | undefined;

  constructor(private readonly options: DraftSenderOptions) {}

  /** What is sent again and again, or was last. */
  get repeat(): RepeatState | undefined {
    return this.repeater?.progress;
  }

  /** The connection has changed: what needs it open may have to end. */
  connectionChanged(): void {
    if (this.options.connection()?.state === 'open') return;
    this.repeater?.stop('The connection is not open any more.');
  }

  /** @throws RequestError `bad-draft`. */
  async preview(draft: FrameDraft): Promise<FramePreview> {
    const connection = this.sendable(draft);
    const preparer: FramePreparer = connection ?? this.unconnected;
    const expanded = this.templates.expand(draft);
    const encoded = await reportingFailure(() => preparer.encode(outgoingOf(expanded.draft)));
    const reading = preparer.judge(encoded);
    const id = ++previews;
    this.previewed = { id, expanded, encoded };
    return {
      preview: id,
      ...framePreviewOf(encoded, reading),
      needsConfirmation: connection !== undefined && needsConsent(connection, reading),
      notes: notesOf(connection, expanded),
    };
  }

  /** What is sent for a draft, its templates replaced for good. @throws RequestError `bad-draft`. */
  outgoing(draft: FrameDraft): Outgoing {
    const expanded = this.templates.expand(draft);
    const outgoing = outgoingOf(expanded.draft);
    this.templates.used(expanded);
    return outgoing;
  }

  /**
   * Resolves when the operating system has taken it.
   *
   * @param longestWaitMs after which it is told that this still waits; Infinity for never
   * @throws RequestError as `frame/send` does.
   */
  async send(draft: FrameDraft, confirmed: boolean, longestWaitMs?: number): Promise<void> {
    const connection = this.sendable(draft);
    if (!connection) throw notOpen();
    const expanded = this.templates.expand(draft);
    const outgoing = outgoingOf(expanded.draft);
    await reportingFailure(async () => {
      if (!confirmed) await requireConsentTo(connection, outgoing);
      this.templates.used(expanded);
      await connection.send(outgoing, longestWaitMs);
    });
  }

  /** Sends what was shown, byte for byte, and once. @throws RequestError as `frame/send` does. */
  async sendPreviewed(id: number, confirmed: boolean): Promise<void> {
    const { previewed } = this;
    if (previewed?.id !== id) throw stalePreview();
    const { expanded, encoded } = previewed;
    const connection = this.sendable(expanded.draft);
    if (!connection) throw notOpen();
    await reportingFailure(async () => {
      if (!confirmed) requireConsent(connection, connection.judge(encoded));
      // A second time would repeat its keys and values, and refer back to bytes that have moved on.
      this.previewed = undefined;
      this.templates.used(expanded);
      await connection.sendEncoded(encoded);
    });
  }

  /** @throws RequestError `already-repeating`, or as `frame/send` does. */
  async startRepeat(draft: FrameDraft, order: RepeatOrder, confirmed: boolean): Promise<void> {
    if (this.repeater?.isRunning) {
      throw new RequestError('already-repeating', 'Something is sent repeatedly. Stop it first.');
    }
    const connection = this.sendable(draft);
    if (!connection) throw notOpen();
    const outgoing = outgoingOf(this.templates.expand(draft).draft);
    if (!confirmed) await reportingFailure(() => requireConsentTo(connection, outgoing));
    const { onChange } = this.options;
    this.repeater = new Repeater({ order, onChange, send: () => this.send(draft, true) });
    onChange();
  }

  /** @param why in words for the user */
  stopRepeat(why: string): void {
    this.repeater?.stop(why);
  }

  /** The connection, if the draft can be sent on it now. */
  private sendable(draft: FrameDraft): Connection | undefined {
    const connection = this.options.connection();
    const state = connection?.state;
    const mayBeSent = state === 'open' || (state === 'closing' && isFromLaboratory(draft));
    return mayBeSent ? connection : undefined;
  }
}

function isLocal(connection: Connection): boolean {
  const { remote } = connection;
  return remote !== undefined && isLoopback(remote);
}

function needsConsent(connection: Connection, reading: DraftReading): boolean {
  return !isLocal(connection) && reading.findings.some(({ severity }) => severity === 'error');
}

/** Looks at bytes only where they may matter: every message to this machine would be read twice. */
async function requireConsentTo(connection: Connection, outgoing: Outgoing): Promise<void> {
  if (isLocal(connection)) return;
  requireConsent(connection, connection.judge(await connection.encode(outgoing)));
}

function requireConsent(connection: Connection, reading: DraftReading): void {
  if (!needsConsent(connection, reading)) return;
  const [gravest] = reading.findings;
  const address = connection.remote?.address ?? 'the other end';
  throw new RequestError(
    'needs-confirmation',
    `This breaks a rule, and ${address} is not this machine. ${gravest?.text} (${gravest?.section}) Confirm to send it all the same.`,
  );
}

function stalePreview(): RequestError {
  return new RequestError(
    'preview-stale',
    'The bytes would be others by now. Look at them again, then send them.',
  );
}

function notesOf(connection: Connection | undefined, { names }: ExpandedDraft): string[] {
  return [
    ...(connection
      ? []
      : [
          'The connection is not open, so that nothing is compressed here and every key is random.',
        ]),
    ...(names.size > 0
      ? ['Templates have values for these bytes; sent without this preview they get new ones.']
      : []),
  ];
}

/** Gives failures of the session their codes. */
async function reportingFailure<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof RequestError) throw error;
    if (error instanceof StaleEncoding) throw stalePreview();
    const message = error instanceof Error ? error.message : String(error);
    throw new RequestError(error instanceof UnsendableError ? 'bad-draft' : 'send-failed', message);
  }
}
