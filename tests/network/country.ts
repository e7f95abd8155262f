import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Who stands where. The two homes have a router each, which translates addresses. */
const PLACES = ['world', 'gate-a', 'gate-b', 'anna', 'anna-too', 'ben'] as const;
export type Place = (typeof PLACES)[number];
export type Home = 'a' | 'b';

/** Documentation addresses (RFC 5737) stand for the internet, private ones for the homes. */
export const WORLD = '198.51.100.1';
export const GATES: Readonly<Record<Home, string>> = { a: '198.51.100.10', b: '198.51.100.20' };
const LANS: Readonly<Record<Home, string>> = { a: '192.168.10', b: '192.168.20' };
const DWELLERS = [
  { place: 'anna', home: 'a', last: 2 },
  { place: 'anna-too', home: 'a', last: 3 },
  { place: 'ben', home: 'b', last: 2 },
] as const;
export type Dweller = (typeof DWELLERS)[number]['place'];

/** `symmetric`: another port towards every other address, so that no direct way can be found. */
export type Nat = 'plain' | 'symmetric';

/**
 * Six network namespaces: the internet with a relay and a TURN server in it, two homes behind routers
 * that translate addresses, and three devices. Their names are this run's own, so that several runs
 * stand beside each other.
 */
export class Country {
  readonly #tag = `alcove-${String(process.pid)}-${String(Date.now() % 100_000)}`;
  readonly #addresses = new Map<Dweller, string>();

  constructor() {
    try {
      this.#build();
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  name(place: Place): string {
    return `${this.#tag}-${place}`;
  }

  /** What runs a program there. */
  within(place: Place): readonly string[] {
    return ['ip', 'netns', 'exec', this.name(place)];
  }

  address(dweller: Dweller): string {
    const address = this.#addresses.get(dweller);
    if (address === undefined) throw new Error(`${dweller} has no address`);
    return address;
  }

  start(place: Place, program: string, ...args: string[]): ChildProcess {
    const [ip, ...rest] = this.within(place);
    return spawn(ip ?? '', [...rest, program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  nat(home: Home, nat: Nat): void {
    const gate = `gate-${home}` as const;
    this.#at(gate, 'iptables', '-t', 'nat', '-F');
    const random = nat === 'symmetric' ? ['--random-fully'] : [];
    const rule = ['POSTROUTING', '-o', 'wan', '-j', 'MASQUERADE', ...random];
    this.#at(gate, 'iptables', '-t', 'nat', '-A', ...rule);
  }

  /** This share of all packets is lost at a home's router, on the way in and on the way out. */
  lose(home: Home, share: number): void {
    const gate = `gate-${home}` as const;
    this.#at(gate, 'iptables', '-F', 'FORWARD');
    if (share === 0) return;
    const chance = ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];
    // What carries the call; the relay's own connection would only slow down.
    this.#at(gate, 'iptables', '-A', 'FORWARD', '-p', 'udp', ...chance, '-j', 'DROP');
  }

  /** The device gets another address, as when it comes to another network. */
  move(dweller: Dweller, last: number): void {
    const { home } = one(dweller);
    const address = `${LANS[home]}.${String(last)}`;
    this.#at(dweller, 'ip', 'addr', 'flush', 'dev', 'lan');
    this.#at(dweller, 'ip', 'addr', 'add', `${address}/24`, 'dev', 'lan');
    this.#at(dweller, 'ip', 'route', 'add', 'default', 'via', `${LANS[home]}.1`);
    this.#addresses.set(dweller, address);
  }

  /** All of it goes, whatever there is of it, with every process that is still in it. */
  remove(): void {
    for (const place of PLACES) {
      const { stdout } = spawnSync('ip', ['netns', 'pids', this.name(place)], { encoding: 'utf8' });
      for (const pid of stdout.split('\n').filter((line) => line !== '')) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // Gone by itself in the meantime.
        }
      }
      spawnSync('ip', ['netns', 'del', this.name(place)]);
    }
  }

  #build(): void {
    for (const place of PLACES) {
      run('ip', 'netns', 'add', this.name(place));
      this.#at(place, 'ip', 'link', 'set', 'lo', 'up');
    }
    this.#bridge('world', 'net', `${WORLD}/24`);
    for (const home of ['a', 'b'] as const) {
      const gate = `gate-${home}` as const;
      this.#cable(gate, 'wan', 'world', `to-${home}`, 'net');
      this.#at(gate, 'ip', 'addr', 'add', `${GATES[home]}/24`, 'dev', 'wan');
      this.#bridge(gate, 'home', `${LANS[home]}.1/24`);
      this.#at(gate, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
      // What nobody at home asked for is dropped, and so leaves no trace that a later way could meet.
      this.#at(gate, 'iptables', '-A', 'INPUT', '-i', 'wan', '-p', 'udp', '-j', 'DROP');
      this.nat(home, 'plain');
    }
    for (const { place, home, last } of DWELLERS) {
      this.#cable(place, 'lan', `gate-${home}`, place, 'home');
      this.move(place, last);
    }
  }

  #bridge(place: Place, name: string, address: string): void {
    this.#at(place, 'ip', 'link', 'add', name, 'type', 'bridge');
    this.#at(place, 'ip', 'addr', 'add', address, 'dev', name);
    this.#at(place, 'ip', 'link', 'set', name, 'up');
  }

  /** A cable from a place to the bridge of another. */
  #cable(from: Place, name: string, to: Place, plug: string, bridge: string): void {
    const peer = ['type', 'veth', 'peer', 'name', plug, 'netns', this.name(to)];
    this.#at(from, 'ip', 'link', 'add', name, ...peer);
    this.#at(from, 'ip', 'link', 'set', name, 'up');
    this.#at(to, 'ip', 'link', 'set', plug, 'master', bridge, 'up');
  }

  #at(place: Place, ...command: string[]): void {
    run(...this.within(place), ...command);
  }
}

function one(dweller: Dweller): (typeof DWELLERS)[number] {
  const found = DWELLERS.find(({ place }) => place === dweller);
  if (!found) throw new Error(`nobody lives at ${dweller}`);
  return found;
}

function run(...[program = '', ...args]: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** SIGKILL, and gone when this resolves. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
