import type { Port } from './port';
import { RequestError } from './requestError';

/** Milliseconds that a request waits for its reply unless the caller says otherwise. */
export const defaultTimeLimitMs = 10_000;

type Params<Methods, Name extends keyof Methods> = Methods[Name] extends { params: infer P }
  ? P
  : never;
type Result<Methods, Name extends keyof Methods> = Methods[Name] extends { result: infer R }
  ? R
  : never;

export interface RequestContext {
  /** Aborted when the caller gave up or the port closed. */
  readonly signal: AbortSignal;
}

/** One handler for every method: a missing one does not compile. */
export type Handlers<Methods> = {
  readonly [Name in keyof Methods]: (
    params: Params<Methods, Name>,
    context: RequestContext,
  ) => Result<Methods, Name> | Promise<Result<Methods, Name>>;
};

/** One check for every method, for ports whose other side is not trusted. */
export type Guards<Methods> = {
  readonly [Name in keyof Methods]: (params: unknown) => params is Params<Methods, Name>;
};

export type NoticeHandlers<Notices> = {
  readonly [Name in keyof Notices]: (payload: Notices[Name]) => void;
};

export interface RequestOptions {
  /** Milliseconds; `Infinity` waits until the port closes. */
  readonly timeLimitMs?: number;
  readonly signal?: AbortSignal;
}

/** What one side of a port answers, hears, asks and tells. */
export interface Contract {
  readonly answers: object;
  readonly hears: object;
  readonly asks: object;
  readonly tells: object;
}

export interface EndpointOptions<C extends Contract> {
  readonly port: Port;
  readonly handlers: Handlers<C['answers']>;
  readonly notices: NoticeHandlers<C['hears']>;
  readonly guards?: Guards<C['answers']>;
}

type Message =
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly body: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'notice'; readonly name: string; readonly body: unknown };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RequestError) => void;
}

/**
 * The same typed two-way messaging over every port of the product: requests with a reply, a time
 * limit and cancelling, and notices that nobody answers.
 */
export class Endpoint<C extends Contract> {
  private readonly port: Port;
  private readonly pending = new Map<number, Pending>();
  private readonly running = new Map<number, AbortController>();
  /**
   * Ids start anywhere: VS Code may rebuild a panel's document at any time, and the new one must
   * not take a late reply to the one before it for its own.
   */
  private nextId = Math.floor(Math.random() * 2 ** 32);
  private closed = false;

  constructor(private readonly options: EndpointOptions<C>) {
    this.port = options.port;
    this.port.onMessage((message) => this.receive(message));
    this.port.onClose(() => this.close());
  }

  /**
   * Asks the other side and waits for its reply.
   *
   * @throws RequestError with the other side's code, or `time-limit`, `cancelled`, `port-closed`,
   *   or `failed` if the parameters cannot be cloned.
   */
  async request<Name extends keyof C['asks'] & string>(
    name: Name,
    params: Params<C['asks'], Name>,
    { timeLimitMs = defaultTimeLimitMs, signal }: RequestOptions = {},
  ): Promise<Result<C['asks'], Name>> {
    if (this.closed) throw portClosed();
    if (signal?.aborted) throw cancelled(name);
    const id = this.nextId++;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onAbort: (() => void) | undefined;
    try {
      return await new Promise<Result<C['asks'], Name>>((resolve, reject) => {
        const giveUp = (error: RequestError) => {
          this.post({ type: 'cancel', id });
          reject(error);
        };
        // The other side's type cannot be checked at run time: both sides compile one contract.
        this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        onAbort = () => giveUp(cancelled(name));
        signal?.addEventListener('abort', onAbort);
        if (Number.isFinite(timeLimitMs)) {
          timer = setTimeout(() => giveUp(timeLimit(name, timeLimitMs)), timeLimitMs);
        }
        this.post({ type: 'request', id, name, body: params });
      });
    } catch (error) {
      throw toRequestError(error);
    } finally {
      this.pending.delete(id);
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Tells the other side something; nothing comes back. */
  notify<Name extends keyof C['tells'] & string>(name: Name, payload: C['tells'][Name]): void {
    if (!this.closed) this.post({ type: 'notice', name, body: payload });
  }

  /** Rejects what is pending and aborts what is running. The port itself belongs to its owner. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { reject } of this.pending.values()) reject(portClosed());
    for (const controller of this.running.values()) controller.abort();
    this.pending.clear();
    this.running.clear();
  }

  private post(message: Message): void {
    if (this.closed) return;
    const body = message.type === 'reply' && message.ok ? message.value : undefined;
    this.port.post(message, buffersOf(body));
  }

  private receive(message: unknown): void {
    if (this.closed || !isMessage(message)) return;
    switch (message.type) {
      case 'request':
        void this.answer(message.id, message.name, message.body);
        break;
      case 'cancel':
        this.running.get(message.id)?.abort();
        break;
      case 'reply':
        this.settle(message);
        break;
      case 'notice':
        this.hear(message.name, message.body);
        break;
    }
  }

  private settle(reply: Extract<Message, { type: 'reply' }>): void {
    const pending = this.pending.get(reply.id);
    if (!pending) return;
    if (reply.ok) pending.resolve(reply.value);
    else pending.reject(new RequestError(reply.code, reply.message));
  }

  private hear(name: string, body: unknown): void {
    if (!Object.hasOwn(this.options.notices, name)) return;
    this.options.notices[name as keyof C['hears']](body as C['hears'][keyof C['hears']]);
  }

  private async answer(id: number, name: string, body: unknown): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const value = await this.call(name, body, { signal: controller.signal });
      // Nobody waits for the reply of a cancelled request, and its buffers need not move.
      if (!controller.signal.aborted) this.post({ type: 'reply', id, ok: true, value });
    } catch (error) {
      const { code, message } = toRequestError(error);
      if (!controller.signal.aborted) this.post({ type: 'reply', id, ok: false, code, message });
    } finally {
      this.running.delete(id);
    }
  }

  private call(name: string, body: unknown, context: RequestContext): unknown {
    if (!Object.hasOwn(this.options.handlers, name)) {
      throw new RequestError('unknown-method', `There is no method "${name}".`);
    }
    const method = name as keyof C['answers'];
    const guard = this.options.guards?.[method];
    if (guard && !guard(body)) {
      throw new RequestError('bad-params', `The parameters of "${name}" are not what it takes.`);
    }
    return this.options.handlers[method](body as Params<C['answers'], typeof method>, context);
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'notice') return 'name' in value && typeof value.name === 'string';
  if (!('id' in value) || typeof value.id !== 'number') return false;
  if (value.type === 'request') return 'name' in value && typeof value.name === 'string';
  return value.type === 'cancel' || (value.type === 'reply' && isReply(value));
}

function isReply(value: object): boolean {
  if (!('ok' in value)) return false;
  if (value.ok === true) return true;
  const { code, message } = value as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string';
}

/** Buffers at the top of a result are moved to the other side instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (value instanceof ArrayBuffer) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((part): part is ArrayBuffer => part instanceof ArrayBuffer);
}

function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  return new RequestError('failed', error instanceof Error ? error.message : String(error));
}

function portClosed(): RequestError {
  return new RequestError('port-closed', 'The other side is gone.');
}

function cancelled(name: string): RequestError {
  return new RequestError('cancelled', `"${name}" was cancelled.`);
}

function timeLimit(name: string, milliseconds: number): RequestError {
  return new RequestError('time-limit', `"${name}" was not answered within ${milliseconds} ms.`);
}
