import { claim, fingerprint, linkSecret } from '../../crypto/brand.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { hostKeyPair, joinKeyPair, type Link } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import { decodeGuestRecord, type GuestRecord } from '../../client/session/guest-record.ts';
import { GuestSession, type GuestEffect } from '../../client/session/guest-session.ts';
import {
  ATTEMPTS_A_LINK,
  decodeHostRecord,
  type HostRecord,
} from '../../client/session/host-record.ts';
import { HostSession, type HostEffect } from '../../client/session/host-session.ts';
import type { Answers, Attested, Terms, TermsText } from '../../client/session/consent.ts';
import type { RoomMessage } from '../../client/session/signal-message.ts';

export const TERMS: TermsText = {
  version: '2026-11',
  handling: 'I keep short notes on my own device.',
  limits: 'I keep to myself what you say, unless somebody is in danger.',
  licence: 'No. 12345',
  phone: '+1 555 0100',
  guardian: false,
};

export const ATTESTED: Attested = {
  place: true,
  headphones: true,
  network: false,
  closed: true,
  view: true,
};

export const ANSWERS: Answers = {
  points: { place: 'yes', headphones: 'no', network: 'later' },
  where: 'At home',
  contact: 'Sam, 555 0123',
  word: 'blue kettle',
  guardian: '',
};

/** A new session's record with one seat, and the link to it. */
export function newSession(): { record: HostRecord; link: Link } {
  const hostSeed = systemRandom(32);
  const secret = linkSecret(systemRandom(32));
  return {
    record: {
      hostSeed,
      expiresAt: Date.now() + 60_000,
      terms: TERMS,
      attested: ATTESTED,
      seats: [
        {
          // A copy, since the host zeroes its own at admission.
          linkSecret: linkSecret(secret.slice()),
          joinKey: joinKeyPair(secret).publicKey,
          attempts: 0,
          allowance: ATTEMPTS_A_LINK,
          contested: false,
          verified: { mine: false, theirs: false },
        },
      ],
      media: { camera: false, microphone: false },
    },
    link: { secret, hostKey: hostKeyPair(hostSeed).publicKey },
  };
}

export function newGuestRecord(link: Link): GuestRecord {
  return {
    hostKey: link.hostKey,
    joinKey: joinKeyPair(link.secret).publicKey,
    claim: claim(systemRandom(16)),
    linkSecret: linkSecret(link.secret.slice()),
    informed: true,
    asked: true,
    attempts: 0,
    verified: { mine: false, theirs: false },
    media: { camera: false, microphone: false },
  };
}

const anyFingerprint = () => fingerprint(systemRandom(32));

/** The guest's tab: the machine, what it stored last, and what it did. */
export class GuestTab {
  stored = '';
  session: GuestSession;
  /** Bodies on their way to the host. */
  readonly sent: Uint8Array[] = [];
  readonly signals: RoomMessage[] = [];
  readonly failures: string[] = [];
  asked: Session | undefined;
  /** Everything that was shown to be accepted, in its order. */
  readonly terms: Terms[] = [];
  agreements = 0;
  admissions = 0;
  exhausted = false;
  /** Whether the person accepts what is shown to them, at once. */
  accepts = true;

  constructor(record: GuestRecord) {
    this.session = new GuestSession({ record, random: systemRandom, now: Date.now });
    this.perform(this.session.update({}));
  }

  attached(): void {
    this.perform(this.session.attached(anyFingerprint()));
  }

  receive(body: Uint8Array): void {
    this.perform(this.session.received(body));
  }

  /** The tab is reloaded: only what was stored is left. */
  reload(): void {
    this.session = new GuestSession({
      record: decodeGuestRecord(this.stored),
      random: systemRandom,
      now: Date.now,
    });
    this.sent.length = 0;
  }

  accept(): void {
    this.perform(this.session.accept(ANSWERS));
  }

  perform(effects: readonly GuestEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'store') this.stored = effect.record;
      else if (effect.kind === 'send') this.sent.push(effect.body);
      else if (effect.kind === 'asked') this.asked = effect.session;
      else if (effect.kind === 'terms') {
        this.terms.push(effect.terms);
        if (this.accepts) this.accept();
      } else if (effect.kind === 'agreed') this.agreements += 1;
      else if (effect.kind === 'admitted') this.admissions += 1;
      else if (effect.kind === 'signal') this.signals.push(effect.message);
      else if (effect.kind === 'exhausted') this.exhausted = true;
      else this.failures.push(effect.code);
    }
  }
}

/** The host's tab: welcomes whoever joins, as the host app does. */
export class HostTab {
  stored = '';
  session: HostSession;
  /** Bodies on their way to a connection. */
  readonly sent: { connection: number; body: Uint8Array }[] = [];
  readonly kicked: { connection: number; reason: string }[] = [];
  readonly seals: { connection: number; seat: number }[] = [];
  readonly signals: RoomMessage[] = [];
  readonly failures: string[] = [];
  joins = 0;
  now = Date.now;

  constructor(record: HostRecord) {
    this.session = this.#make(record);
    this.perform(this.session.update({}));
  }

  receive(connection: number, body: Uint8Array): void {
    this.perform(this.session.received(connection, body));
  }

  claimed(connection: number, sealed = false): void {
    this.perform(this.session.claimed(connection, 0, sealed, 0));
  }

  admit(connection: number): void {
    this.perform(this.session.admit(connection));
  }

  reload(): void {
    this.session = this.#make(decodeHostRecord(this.stored));
    this.sent.length = 0;
  }

  perform(effects: readonly HostEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'store') this.stored = effect.record;
      else if (effect.kind === 'send') this.sent.push(effect);
      else if (effect.kind === 'kick') this.kicked.push(effect);
      else if (effect.kind === 'seal') this.seals.push(effect);
      else if (effect.kind === 'signal') this.signals.push(effect.message);
      else if (effect.kind === 'failed') this.failures.push(effect.code);
      else if (effect.kind === 'joined') {
        this.joins += 1;
        const { connection, session } = effect;
        const welcome = { type: 'welcome', generation: session.generation, link: null } as const;
        this.perform(this.session.seal(connection, welcome));
      }
    }
  }

  #make(record: HostRecord): HostSession {
    return new HostSession({
      record,
      random: systemRandom,
      now: () => this.now(),
      takeFingerprint: anyFingerprint,
    });
  }
}

/** Carries everything that is on its way, both ways, until nothing is. */
export function settle(guest: GuestTab, host: HostTab, connection: number): void {
  for (;;) {
    const up = guest.sent.shift();
    if (up) {
      host.receive(connection, up);
      continue;
    }
    const index = host.sent.findIndex((item) => item.connection === connection);
    const [down] = index < 0 ? [] : host.sent.splice(index, 1);
    if (!down) return;
    guest.receive(down.body);
  }
}

/** A guest in the room, by connection 1. */
export function admitted(): { guest: GuestTab; host: HostTab; link: Link } {
  const { record, link } = newSession();
  const host = new HostTab(record);
  const guest = new GuestTab(newGuestRecord(link));
  host.claimed(1);
  guest.attached();
  settle(guest, host, 1);
  host.admit(1);
  settle(guest, host, 1);
  return { guest, host, link };
}
