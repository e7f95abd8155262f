import { setTimeout as delay } from 'node:timers/promises';

/** From one try to reach Redis to the next; milliseconds. */
const RETRY_MS = 250;
const CONNECT_MS = 2000;
/** A Redis that leaves a command unanswered for so long is away. */
const SILENCE_MS = 4000;
/** Bytes on their way to Redis: from here on frames are refused, … */
const BACKLOG_MAX = 8 * 1024 * 1024;
/** … and from here on everything is. */
const BACKLOG_END = 12 * 1024 * 1024;
/** Far more than the backlog holds of the smallest frames. */
const COMMANDS_MAX = 20_000;

/** Where a Redis is. */
export interface RedisPlace {
  /** How to get in, without the secret that the processes share. */
  readonly url: string;
  /** Certificates to trust in place of the usual ones, PEM. */
  readonly ca?: string | undefined;
}

/** A Redis that will not have us, or that we will not have, however often it is asked. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal';
  /** `untrusted`: its certificate; `refused`: our name, our password, or what we may do. */
  readonly reason: 'refused' | 'untrusted';

  constructor(reason: RedisRefusal['reason']) {
    super(reason);
    this.reason = reason;
  }
}

export interface RedisEvents {
  /** Redis is there, and what is published to these channels arrives. */
  up(): void;
  /** It is away, and what was published meanwhile is lost. */
  away(): void;
  /** Somebody published; anybody can who reaches this Redis. */
  message(channel: string, bytes: Buffer): void;
}

/**
 * The one door to the library and to Redis (or Valkey): one connection for everything, which comes back
 * by itself and queues nothing while it is away.
 */
export class Redis {
  readonly #place: RedisPlace;
  readonly #channels: readonly string[];
  readonly #events: RedisEvents;
  #client: Client | undefined;
  /** Ends the newest connection, whatever state it is in. */
  #drop: () => void = () => undefined;
  #backlog = 0;
  /** Commands without an answer, the oldest first. */
  readonly #waiting = new Set<{ readonly since: number }>();
  #stopped = false;

  constructor(place: RedisPlace, channels: readonly string[], events: RedisEvents) {
    this.#place = place;
    this.#channels = channels;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#client !== undefined;
  }

  /** Settles after the first try, whatever came of it; goes on trying. Throws RedisRefusal. */
  async start(): Promise<void> {
    const connected = await this.#connect();
    if (!connected) this.#events.away();
    void this.#keep(connected);
  }

  stop(): void {
    this.#stopped = true;
    this.#client?.destroy();
    this.#client = undefined;
  }

  /** To be called about once a second: gives up a Redis that has stopped answering. */
  watch(): void {
    const [oldest] = this.#waiting;
    if (oldest && performance.now() - oldest.since > SILENCE_MS) this.#drop();
  }

  /** Whether a frame may be published now. */
  get hasRoom(): boolean {
    return this.isUp && this.#backlog < BACKLOG_MAX;
  }

  /** Resolves to how many processes heard it. Rejects when Redis is away or too slow. */
  async publish(channel: string, bytes: Buffer): Promise<number> {
    if (this.#backlog + bytes.length > BACKLOG_END) throw new Error('Redis is too slow.');
    this.#backlog += bytes.length;
    try {
      return await this.#ask((client) => client.publish(channel, bytes));
    } finally {
      this.#backlog -= bytes.length;
    }
  }

  /** Runs a Lua script, which Redis does as one step. Rejects when Redis is away. */
  run(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    return this.#ask((client) => client.eval(script, { keys: [...keys], arguments: [...values] }));
  }

  /** Looked at after every wait: it may be true by then. */
  #hasStopped(): boolean {
    return this.#stopped;
  }

  async #ask<T>(command: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (!client) throw new Error('Redis is away.');
    const asked = { since: performance.now() };
    this.#waiting.add(asked);
    try {
      return await command(client);
    } finally {
      this.#waiting.delete(asked);
    }
  }

  /** Connects anew whenever a connection has ended. */
  async #keep(first: Connected | undefined): Promise<void> {
    let connected = first;
    for (;;) {
      await connected?.ended;
      if (this.#hasStopped()) return;
      if (connected) this.#events.away();
      await delay(RETRY_MS);
      if (this.#hasStopped()) return;
      // A refusal may pass as well: whoever runs Redis is changing the password.
      connected = await this.#connect().catch(() => undefined);
    }
  }

  /** One try; undefined when it was in vain. */
  async #connect(): Promise<Connected | undefined> {
    const client = await newClient(this.#place);
    const failed: { by?: Error } = {};
    const ended = new Promise<void>((resolve) => {
      const end = () => {
        if (this.#client === client) this.#client = undefined;
        client.destroy();
        resolve();
      };
      // Either may come without the other, or neither; this client is never used again.
      client.once('end', end);
      client.on('error', (error) => {
        failed.by ??= error;
        end();
      });
      this.#drop = end;
    });
    const patience = setTimeout(this.#drop, SILENCE_MS);
    try {
      // What the library leaves open when it is told to end is not waited for.
      await Promise.race([this.#listen(client), ended]);
      if (failed.by) throw failed.by;
    } catch (error) {
      client.destroy();
      const reason = refusalIn(error);
      if (reason) throw new RedisRefusal(reason);
      return undefined;
    } finally {
      clearTimeout(patience);
    }
    if (this.#hasStopped() || !client.isReady) {
      client.destroy();
      return undefined;
    }
    this.#client = client;
    this.#events.up();
    return { ended };
  }

  async #listen(client: Client): Promise<void> {
    await client.connect();
    await client.subscribe(
      [...this.#channels],
      (bytes, channel) => this.#events.message(channel.toString(), bytes),
      true,
    );
  }
}

interface Connected {
  readonly ended: Promise<void>;
}

type Client = Awaited<ReturnType<typeof newClient>>;

/** The library is loaded by those alone who have a Redis. */
async function newClient({ url, ca }: RedisPlace) {
  const { createClient } = await import('@redis/client');
  const patience = { connectTimeout: CONNECT_MS, reconnectStrategy: false } as const;
  return createClient({
    url,
    // RESP3 lets one connection both listen and ask.
    RESP: 3,
    socket: ca === undefined ? patience : { ...patience, tls: true, ca },
    disableOfflineQueue: true,
    commandsQueueMaxLength: COMMANDS_MAX,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  });
}

/** What OpenSSL and Node call a certificate that leads to nobody we trust, or is another's. */
const UNTRUSTED = /^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_CERT_)/;

/** Undefined for what may pass by itself. */
function refusalIn(error: unknown): RedisRefusal['reason'] | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)\b/.test(error.message)) return 'refused';
  return 'code' in error && UNTRUSTED.test(String(error.code)) ? 'untrusted' : undefined;
}
