import type { ClusterKeys } from './cluster-keys.ts';
import type { Redis } from './redis.ts';

/** How long Redis keeps the word on where a room is, unless it is said again; milliseconds. */
const ROOM_TTL_MS = 20_000;
/** How long a process is taken for alive that does not say so; milliseconds. */
const PROCESS_TTL_MS = 4000;
/** Rooms renewed by one script, which Redis does nothing else beside. */
const BATCH = 500;

const ROOM = 'alcove:room:';
const PROCESS = 'alcove:process:';

/** The room's home, which is this process when there is no other alive. */
const TAKE = `
local home = redis.call('GET', KEYS[1])
if home and home ~= ARGV[1] and redis.call('EXISTS', ARGV[3] .. home) == 1 then return home end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`;

/** The rooms among these that have another home, which is alive; the others are this process's own. */
const RENEW = `
local lost = {}
for _, room in ipairs(KEYS) do
  local home = redis.call('GET', room)
  if home and home ~= ARGV[1] and redis.call('EXISTS', ARGV[3] .. home) == 1 then
    table.insert(lost, room)
  else
    redis.call('SET', room, ARGV[1], 'PX', ARGV[2])
  end
end
return lost`;

const RELEASE = `
for _, room in ipairs(KEYS) do
  if redis.call('GET', room) == ARGV[1] then redis.call('DEL', room) end
end`;

const SAY_ALIVE = `redis.call('SET', KEYS[1], '', 'PX', ARGV[1])`;
const SAY_DEAD = `redis.call('DEL', KEYS[1])`;

/**
 * Which process is home to a room: a lease in Redis that names rooms by tag and processes by their ids,
 * valid as long as the process says that it lives. Every method that asks Redis rejects when it is away.
 */
export class Leases {
  readonly #redis: Redis;
  readonly #keys: ClusterKeys;
  readonly #process: string;
  /** Room ids, by the names under which Redis has them, whose home is here. */
  readonly #held = new Map<string, Uint8Array>();

  constructor(redis: Redis, keys: ClusterKeys, process: string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#process = process;
  }

  holds(roomId: Uint8Array): boolean {
    return this.#held.has(this.#name(roomId));
  }

  /** The process that is home to this room; it is this one where it was none. */
  async take(roomId: Uint8Array): Promise<string> {
    const name = this.#name(roomId);
    const home = await this.#redis.run(TAKE, [name], this.#values);
    if (home === this.#process) this.#held.set(name, roomId);
    return String(home);
  }

  sayAlive(): Promise<unknown> {
    return this.#redis.run(SAY_ALIVE, [PROCESS + this.#process], [String(PROCESS_TTL_MS)]);
  }

  /** Nobody hears this process any more: its rooms may have another home at once. */
  sayDead(process: string): Promise<unknown> {
    return this.#redis.run(SAY_DEAD, [PROCESS + process], []);
  }

  /** Renews what is held. Resolves to the rooms that have another home by now. */
  async renew(): Promise<Uint8Array[]> {
    const lost: Uint8Array[] = [];
    for (const names of batches([...this.#held.keys()])) {
      const others = await this.#redis.run(RENEW, names, this.#values);
      for (const other of Array.isArray(others) ? others : []) {
        const roomId = this.#held.get(String(other));
        this.#held.delete(String(other));
        if (roomId) lost.push(roomId);
      }
    }
    return lost;
  }

  /** Gives back every room that is not `needed`. */
  async release(needed: (roomId: Uint8Array) => boolean): Promise<void> {
    const names: string[] = [];
    for (const [name, roomId] of this.#held) {
      if (needed(roomId)) continue;
      // First here: whoever comes from now on asks Redis, which answers in order.
      this.#held.delete(name);
      names.push(name);
    }
    for (const batch of batches(names)) await this.#redis.run(RELEASE, batch, [this.#process]);
  }

  get #values(): string[] {
    return [this.#process, String(ROOM_TTL_MS), PROCESS];
  }

  #name(roomId: Uint8Array): string {
    return ROOM + this.#keys.roomTag(roomId);
  }
}

function batches(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
}
