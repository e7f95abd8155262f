import assert from 'node:assert/strict';
import type { Person } from '../support/person.ts';
import { Call, pathNow, seconds, seenOfOther, wayOf } from './call.ts';
import { GATES, WORLD, type Country } from './country.ts';
import type { Figures, Scene } from './scene.ts';

/** So long the relay is away; a real duration. */
const RELAY_AWAY_MS = 30_000;

async function during(call: Call, play: (call: Call) => Promise<Figures>): Promise<Figures> {
  try {
    return await play(call);
  } finally {
    await call.end();
  }
}

const hears = (people: readonly Person[]): Promise<unknown> =>
  Promise.all(people.map((person) => person.hears()));

/** Two devices at one home need nobody between them. */
const oneHome: Scene = {
  name: 'one-home',
  play: async (country: Country) =>
    during(await Call.arrange(country, { guest: 'anna-too', turn: 'none' }), async (call) => {
      const admitted = await call.admit();
      assert.equal(await wayOf(call.meeting.guest), 'direct');
      return { 'one home, no TURN: from Admit to connected': admitted };
    }),
};

/** Two homes whose routers let a direct way through; then what may happen in a call. */
const twoHomes: Scene = {
  name: 'two-homes',
  play: async (country: Country) => {
    country.nat('a', 'plain');
    country.nat('b', 'plain');
    return during(await Call.arrange(country), async (call) => {
      const { host, guest } = call.meeting;
      const admitted = await call.admit();
      for (const person of [host, guest]) assert.equal(await wayOf(person), 'direct');
      const { text } = await seenOfOther(host);
      assert.ok(text.includes(GATES.b), 'a direct way shows the other side’s address');
      return { 'two homes, direct: from Admit to connected': admitted };
    });
  },
};

/** No direct way through: everything goes over the TURN server. */
const symmetric: Scene = {
  name: 'symmetric',
  play: async (country: Country) => {
    country.nat('a', 'symmetric');
    country.nat('b', 'symmetric');
    return during(await Call.arrange(country), async (call) => {
      const { host, guest } = call.meeting;
      const admitted = await call.admit();
      for (const person of [host, guest]) assert.equal(await wayOf(person), 'relayed');
      return { 'no direct way, over TURN: from Admit to connected': admitted };
    });
  },
};

/** A guest who hides shows the host the TURN server's address and no other. */
const hidden: Scene = {
  name: 'hidden',
  play: async (country: Country) => {
    country.nat('a', 'plain');
    country.nat('b', 'plain');
    return during(await Call.arrange(country, { guestWay: 'hidden' }), async (call) => {
      const { host, guest } = call.meeting;
      const admitted = await call.admit();
      assert.equal(await wayOf(guest), 'relayed');
      const { types, text } = await seenOfOther(host);
      assert.deepEqual(types, ['relay']);
      assert.ok(text.includes(WORLD));
      for (const address of [GATES.b, country.address('ben')]) {
        assert.ok(!text.includes(address), `the host’s browser knows ${address}`);
      }
      // What an address gate at the guest's end lets in: nothing of the host's but the TURN server.
      assert.deepEqual((await seenOfOther(guest)).types, ['relay']);
      return { 'guest hides: from Admit to connected': admitted };
    });
  },
};

const address: Scene = {
  name: 'address-change',
  play: async (country: Country) => {
    country.nat('a', 'plain');
    country.nat('b', 'plain');
    return during(await Call.arrange(country), async (call) => {
      const figures: Record<string, string> = {};
      const { host, guest } = call.meeting;
      await call.admit();
      for (const [who, dweller, last] of [
        ['guest', 'ben', 7],
        ['host', 'anna', 8],
      ] as const) {
        const people = [host, guest];
        const before = await Promise.all(people.map((person) => pathNow(person)));
        country.move(dweller, last);
        const since = Date.now();
        await Promise.all(
          people.map((person, index) =>
            person.until('another path', async () => {
              const now = await pathNow(person);
              return now !== undefined && now !== before[index];
            }),
          ),
        );
        await call.meeting.bothConnected();
        await hears(people);
        figures[`the ${who}’s address changes: until heard again`] = seconds(since);
      }
      return figures;
    });
  },
};

const relayAway: Scene = {
  name: 'relay-away',
  play: async (country: Country) =>
    during(await Call.arrange(country), async (call) => {
      const { meeting } = call;
      const { host, guest } = meeting;
      await call.admit();
      await meeting.relay.kill();
      const since = Date.now();
      for (const person of [host, guest]) {
        await person.sees('The helper that connects you is out of reach.');
      }
      while (Date.now() - since < RELAY_AWAY_MS) await hears([host, guest]);
      meeting.relay = await meeting.relay.restart();
      const back = Date.now();
      await Promise.all(
        [host, guest].map((person) =>
          person.until('the relay to be back', async () => {
            return !(await person.text()).includes('out of reach');
          }),
        ),
      );
      await hears([host, guest]);
      return { 'relay killed for 30 s, heard all along: until it is back': seconds(back) };
    }),
};

const losses: Scene = {
  name: 'losses',
  play: async (country: Country) =>
    during(await Call.arrange(country), async (call) => {
      const figures: Record<string, string> = {};
      const { host, guest } = call.meeting;
      await call.admit();
      for (const share of [0.05, 0.15, 0.3]) {
        country.lose('b', share);
        try {
          const since = Date.now();
          if (share === 0.3) {
            await host.sees(
              'The picture is made smaller so that you can go on hearing each other.',
            );
          }
          await hears([host, guest]);
          await hears([host, guest]);
          figures[`${String(share * 100)} % of packets lost: sound`] =
            `goes on (${seconds(since)})`;
        } finally {
          country.lose('b', 0);
        }
      }
      return figures;
    }),
};

/** Where hiding cannot work, the page says why. */
const troubles: Scene = {
  name: 'troubles',
  play: async (country: Country) => {
    const figures: Record<string, string> = {};
    for (const [turn, said] of [
      ['down', 'does not answer'],
      ['other-secret', 'did not let you in'],
    ] as const) {
      const call = await Call.arrange(country, { guest: 'anna-too', guestWay: 'hidden', turn });
      await during(call, async ({ meeting }) => {
        await meeting.host.press('Admit');
        const since = Date.now();
        await meeting.guest.sees(said);
        figures[`guest hides, TURN ${turn}: until the page says why`] = seconds(since);
        const { text } = await seenOfOther(meeting.host);
        assert.ok(!text.includes(country.address('anna-too')), 'the host’s browser knows it');
        // Their own decision, and nobody else's: at one home it connects them.
        await meeting.guest.press('Connect directly and show my address');
        await meeting.bothConnected();
        assert.equal(await wayOf(meeting.guest), 'direct');
        return {};
      });
    }
    return figures;
  },
};

export const scenes: readonly Scene[] = [
  oneHome,
  twoHomes,
  symmetric,
  hidden,
  address,
  relayAway,
  losses,
  troubles,
];
