import { randomBytes } from 'node:crypto';
import { turn, type Turn } from '../relay/turn.ts';
import { turnUrlsFor } from './config.ts';
import type { Config } from './settings.ts';

/** A TURN server whose secret and addresses may change while the relay runs. */
export class TurnServer implements Turn {
  readonly #origin: string;
  #turn: Turn;

  private constructor(origin: string, current: Turn) {
    this.#origin = origin;
    this.#turn = current;
  }

  /** Undefined without TURN_SECRET. Throws PlainError for addresses of another host. */
  static of(config: Config, origin: string): TurnServer | undefined {
    const first = turnOf(config, origin);
    return first && new TurnServer(origin, first);
  }

  get renewal(): number {
    return this.#turn.renewal;
  }

  mint(): ReturnType<Turn['mint']> {
    return this.#turn.mint();
  }

  /** Throws PlainError for addresses of another host, and keeps what it has. */
  renew(config: Config): void {
    this.#turn = turnOf(config, this.#origin) ?? this.#turn;
  }
}

function turnOf({ turnSecret, turnUrls }: Config, origin: string): Turn | undefined {
  if (turnSecret === undefined) return undefined;
  return turn({
    secret: turnSecret,
    urls: turnUrlsFor(origin, turnUrls),
    random: () => randomBytes(16),
    clock: () => Date.now() / 1000,
  });
}
