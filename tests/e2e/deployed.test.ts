import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addToken } from '../../signaling/cli/token-file.ts';
import { host as h } from '../../client/wording/en/host.ts';
import { Deployment, freePort } from '../support/deployment.ts';
import { lacks } from '../support/installed.ts';
import { Meeting } from '../support/meeting.ts';
import { Person } from '../support/person.ts';
import { startRedis, type RedisProcess } from '../support/redis-process.ts';
import { runRelay, startRelay, type RelayProcess } from '../support/relay-process.ts';

const TURN_SECRET = 'the secret of a deployment';
const CLUSTER_SECRET = 'a secret of the processes alone';

const nowhere = lacks('a whole deployment', 'openssl', 'caddy', 'turnserver', 'redis-server');

/** As the README has it run: Caddy in front, two processes with a Redis between them, coturn, and tokens. */
describe.skipIf(nowhere)('deployed', () => {
  let deployment: Deployment;
  let redis: RedisProcess;
  let relays: RelayProcess[];
  let meeting: Meeting;
  let origin: string;
  let tokens: string;

  beforeAll(async () => {
    deployment = await Deployment.create();
    tokens = join(deployment.folder, 'tokens');
    const [port, turnPort, turnTlsPort] = [await freePort(), await freePort(), await freePort()];
    origin = `https://localhost:${port}`;
    const certificate = await deployment.certificate({});
    redis = await startRedis();
    await deployment.coturn({
      port: turnPort,
      tlsPort: turnTlsPort,
      secret: TURN_SECRET,
      certificate,
      more: ['--allow-loopback-peers'],
    });
    const env = {
      ORIGIN: origin,
      TRUST_PROXY: '1',
      OPEN: 'no',
      TOKENS: tokens,
      TURN_SECRET,
      TURN_URLS: `turn:localhost:${turnPort} turn:localhost:${turnPort}?transport=tcp`,
      REDIS: `${redis.url}#${CLUSTER_SECRET}`,
    };
    relays = await Promise.all([startRelay({ env }), startRelay({ env })]);
    const upstreams = relays.map((relay) => `localhost:${relay.port}`).join(' ');
    await deployment.caddy(
      port,
      certificate,
      `reverse_proxy ${upstreams} {\n  lb_policy round_robin\n  lb_try_duration 10s\n  fail_duration 1s\n }`,
    );
    const [relay] = relays;
    if (!relay) throw new Error('two processes');
    const [host, guest] = await Promise.all([
      Person.arrive('host', 'chromium', { trusting: true }),
      Person.arrive('guest', 'firefox', { trusting: true }),
    ]);
    meeting = Meeting.of(relay, host, guest);
  });
  afterAll(async () => {
    await Promise.all([meeting.host.leaveBrowser(), meeting.guest.leaveBrowser()]);
    await Promise.all(relays.map((relay) => relay.kill()));
    await redis.kill();
    await deployment.remove();
  });

  test('doctor and verify find nothing wrong', async () => {
    const file = join(deployment.folder, 'token');
    await writeFile(file, await addToken(tokens, 'doctor'));
    await Promise.all(relays.map((relay) => relay.prints(': 1 is good')));
    const ca = ['--ca', deployment.ca];
    const doctor = await runRelay({ args: ['doctor', origin, '--token-file', file, ...ca] });
    expect(doctor.output).toContain('\nNothing is wrong.\n');
    expect(doctor.output).toContain('?transport=tcp takes the relay’s credentials');
    expect(doctor.code).toBe(0);
    const verified = await runRelay({ args: ['verify', origin, ...ca] });
    expect(verified.output).not.toContain('DIFFERS');
    expect(verified.code).toBe(0);
  });

  test('two people meet, and a process that is killed costs them nothing', async () => {
    const { host, guest } = meeting;
    const token = await addToken(tokens, 'anna');
    await Promise.all(relays.map((relay) => relay.prints(': 2 are good')));
    await host.open(origin);
    await host.press('Start a session now');
    await (await host.control(h.enrolment.field)).type(token);
    await host.press(h.enrolment.open);
    await host.sees('The room is open.');
    meeting.link = await host.value('Session link');
    expect(new URL(meeting.link).origin).toBe(origin);
    await host.press('Chat only');
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    // Browsers do not reach a TURN server at their own loopback address; npm run test:network has a real one.
    await guest.until('the choice of ways', () =>
      guest.page.evaluate(() => {
        const [, direct] = window.witness.all('input[type=radio]');
        if (!(direct instanceof HTMLInputElement)) return false;
        direct.click();
        return true;
      }),
    );
    await guest.press('Ask to join');
    await meeting.accept();
    await meeting.admit();
    for (const person of [host, guest]) await person.press('Chat');
    await host.says('before');
    await guest.sees('before');
    for (const [index, words] of [
      [0, 'the first is gone'],
      [1, 'the second is gone'],
    ] as const) {
      await relays[index]?.kill();
      await guest.page.reload();
      await meeting.bothConnected();
      await host.says(words);
      if (!(await guest.pressed('Chat'))) await guest.press('Chat');
      await guest.sees(words);
      const again = await relays[index]?.restart();
      if (again) relays[index] = again;
    }
    await guest.press('Leave');
    await guest.sees('You have left');
  });
});
