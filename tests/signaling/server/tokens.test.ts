import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeToken } from '../../../signaling/protocol/token.ts';
import { sha512, tokenKey } from '../../../signaling/cli/token-file.ts';
import { encodeClientMessage } from '../../../signaling/protocol/messages.ts';
import { lacks } from '../../support/installed.ts';
import { redisReader } from '../../support/redis-process.ts';
import { startCluster } from '../../support/relay-cluster.ts';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { MAIN, runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';

const PUBLIC = { ORIGIN: 'https://alcove.example', TRUST_PROXY: '1', OPEN: '' };
const REFUSED = { code: 4409, reason: 'NOT_ENROLLED' };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-tokens-'));
  file = join(folder, 'in', 'a', 'folder', 'tokens');
});
afterEach(() => rm(folder, { recursive: true }));

const token = (...args: string[]) => runRelay({ args: ['token', ...args, '--tokens', file] });

/** Makes a token, and gives its key. */
async function make(name: string): Promise<TestKey> {
  const { code, output } = await token('add', name);
  expect(code).toBe(0);
  const seed = decodeToken(output.split('\n')[0] ?? '', sha512);
  if (!seed) throw new Error(`no token: ${output}`);
  return new TestKey(tokenKey(seed));
}

/** Opens a room by this token, or by none. */
async function tries(relay: RelayProcess, key?: TestKey): Promise<RelayPeer> {
  const peer = await RelayPeer.connect(relay);
  if (key) peer.say(key.enrol({ origin: relay.origin, nonce: peer.nonce }));
  peer.say(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
  return peer;
}

describe('alcove token', () => {
  test('makes, lists and revokes, and never says a token twice', async () => {
    const { output } = await token('add', 'anna');
    const [text = ''] = output.split('\n');
    expect(text).toMatch(/^alcove_[\w-]{48}$/);
    await token('add', 'zoë.2');
    const day = new Date().toISOString().slice(0, 10);
    expect((await token('list')).output).toBe(`${day}  anna\n${day}  zoë.2\n`);
    expect(await readFile(file, 'utf8')).not.toContain(text.slice(7, 40));
    expect(await token('revoke', 'anna')).toEqual({
      code: 0,
      output: 'The token of anna opens no more rooms.\n',
    });
    expect((await token('list')).output).toBe(`${day}  zoë.2\n`);
  });

  test.each([
    [['add'], 2, 'alcove token wants add NAME, list, or revoke NAME'],
    [['frobnicate', 'anna'], 2, 'alcove token wants add NAME, list, or revoke NAME'],
    [['list', 'anna'], 2, 'alcove token wants add NAME, list, or revoke NAME'],
    [['add', 'anna b'], 1, 'A token needs a name of up to 40 letters'],
    [['add', '#anna'], 1, 'A token needs a name of up to 40 letters'],
    [['add', 'a'.repeat(41)], 1, 'A token needs a name of up to 40 letters'],
    [['revoke', 'nobody'], 1, 'There is no token by the name of nobody in '],
  ])('%j ends with a sentence and %i', async (args, code, sentence) => {
    const result = await token(...args);
    expect(result.output).toContain(sentence);
    expect(result.code).toBe(code);
  });

  test('a name is given once, and what is not ours is left as it is', async () => {
    await make('anna');
    const before = await readFile(file, 'utf8');
    expect((await token('add', 'anna')).output).toContain('There is a token by the name of anna');
    expect(await readFile(file, 'utf8')).toBe(before);
    await writeFile(file, `${before}this is none\n`);
    const { code, output } = await token('add', 'ben');
    expect({ code, output }).toEqual({
      code: 1,
      output: 'Line 4 of the file of tokens is none.\n',
    });
    expect(await readFile(file, 'utf8')).toBe(`${before}this is none\n`);
  });

  test('two at once lose neither, or one is told to wait', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const results = await Promise.all(names.map((name) => token('add', name)));
    const made = names.filter((_name, index) => results[index]?.code === 0);
    const listed = (await token('list')).output
      .trim()
      .split('\n')
      .map((line) => line.slice(12));
    expect(listed.toSorted()).toEqual(made);
    for (const { code, output } of results) {
      if (code !== 0) expect(output).toContain('Another alcove token is at work');
    }
  });

  test('who may read the file stays as it was', async () => {
    await make('anna');
    await chmod(file, 0o600);
    await make('ben');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('a relay that others reach', () => {
  test('opens rooms for who has a token, as soon as there is one and no longer', async () => {
    const relay = await startRelay({ env: { ...PUBLIC, TOKENS: file } });
    await relay.prints('Nobody can open a room yet: alcove token add NAME makes a token.');
    expect(await (await tries(relay)).closed).toEqual(REFUSED);
    const [anna, ben] = [await make('anna'), await make('ben')];
    await relay.prints('The file of tokens was read: 2 are good.');
    const [hers, his] = [await tries(relay, anna), await tries(relay, ben)];
    for (const peer of [hers, his]) await peer.hear('opened');
    expect(await (await tries(relay)).closed).toEqual(REFUSED);
    await token('revoke', 'anna');
    // Nobody knows whose is whose: both are sent away, and one of them is let in again.
    for (const peer of [hers, his]) expect((await peer.closed).reason).toBe('GOING_AWAY');
    expect(await (await tries(relay, anna)).closed).toEqual(REFUSED);
    await (await tries(relay, ben)).hear('opened');
    for (const text of ['anna', 'ben', 'alcove_']) expect(relay.output()).not.toContain(text);
    await relay.stop();
  });

  test('a file that is spoilt changes nothing, and is told of', async () => {
    const anna = await make('anna');
    const relay = await startRelay({ env: { ...PUBLIC, TOKENS: file } });
    const good = await readFile(file, 'utf8');
    await writeFile(file, 'spoilt\n');
    await relay.prints('Line 1 of the file of tokens is none. The tokens stay as they were.');
    await (await tries(relay, anna)).hear('opened');
    await writeFile(file, good);
    await relay.prints('The file of tokens was read: 1 is good.');
    await relay.stop();
  });

  test('without the file nobody has a token any more', async () => {
    const anna = await make('anna');
    const relay = await startRelay({ env: { ...PUBLIC, TOKENS: file } });
    const hers = await tries(relay, anna);
    await hers.hear('opened');
    await rm(file);
    await relay.prints('The file of tokens was read: 0 are good.');
    expect((await hers.closed).reason).toBe('GOING_AWAY');
    expect(await (await tries(relay, anna)).closed).toEqual(REFUSED);
    await relay.stop();
  });

  test('does not start with a file that is none', async () => {
    await make('anna');
    await writeFile(file, 'spoilt\n');
    const { code, output } = await runRelay({ env: { ...PUBLIC, TOKENS: file } });
    expect({ code, output }).toEqual({
      code: 1,
      output: 'Line 1 of the file of tokens is none.\n',
    });
  });

  test.each([
    ['OPEN=yes', { ...PUBLIC, OPEN: 'yes' }, 'opened'],
    ['this very machine', { OPEN: '' }, 'opened'],
    ['this very machine, and OPEN=no', { OPEN: 'no' }, 'refused'],
    ['this very machine, which listens to others', { OPEN: '', HOST: '0.0.0.0' }, 'refused'],
  ])('%s', async (_which, env, expected) => {
    const relay = await startRelay({ env: { ...env, TOKENS: file } });
    const peer = await tries(relay);
    if (expected === 'opened') await peer.hear('opened');
    else expect(await peer.closed).toEqual(REFUSED);
    await relay.stop();
  });
});

describe('the first start', () => {
  /** As at a terminal, which `script` makes. */
  const start = async (env: Readonly<Record<string, string>>, until: RegExp) => {
    const child = spawn('script', ['-qec', `${process.execPath} ${MAIN}`, '/dev/null'], {
      env: { ...process.env, PORT: '0', ...PUBLIC, TOKENS: file, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    while (!until.test(text)) await once(child.stdout, 'data');
    // Ctrl-C, as whoever sits there would type it.
    child.stdin.write('\x03');
    await once(child, 'exit');
    return text;
  };

  test.runIf(process.platform === 'linux')(
    'shows a token to who looks on, and none the next time',
    async () => {
      const text = await start({}, /alcove token makes more/);
      const seed = decodeToken(/alcove_\S+/.exec(text)?.[0] ?? '', sha512);
      if (!seed) throw new Error(text);
      const relay = await startRelay({ env: { ...PUBLIC, TOKENS: file } });
      await (await tries(relay, new TestKey(tokenKey(seed)))).hear('opened');
      // What goes into a log is no place for it.
      expect(relay.output()).not.toContain('alcove_');
      await relay.stop();
      expect(await start({}, /is ready at/)).not.toContain('alcove_');
    },
  );

  test.runIf(process.platform === 'linux')(
    'shows it although the relay cannot start: it is made already',
    async () => {
      const other = await startRelay();
      const text = await start({ PORT: String(other.port) }, /alcove token makes more/);
      expect(text).toContain('is in use by another program');
      expect(decodeToken(/alcove_\S+/.exec(text)?.[0] ?? '', sha512)).toBeDefined();
      await other.stop();
    },
  );
});

const alone = lacks('tokens of several processes', 'redis-server');

test.skipIf(alone)('of several processes each knows the tokens', async () => {
  const anna = await make('anna');
  const cluster = await startCluster(2, { OPEN: '', TOKENS: file });
  const [here, there] = cluster.relays;
  if (!here || !there) throw new Error('two processes');
  expect(await (await tries(here)).closed).toEqual(REFUSED);
  const host = await RelayPeer.connect(here);
  host.say(anna.enrol({ origin: cluster.origin, nonce: host.nonce }));
  const key = new TestKey();
  await host.open(key, { seats: [new TestKey()] });
  // The home of the room takes the word of the process that has the socket.
  const again = await RelayPeer.connect(there);
  again.say(anna.enrol({ origin: cluster.origin, nonce: again.nonce }));
  await again.open(key, { seats: [new TestKey()] });
  expect((await host.closed).reason).toBe('REPLACED');
  const stranger = await RelayPeer.connect(there);
  stranger.say(stranger.hand(key).open({ seats: [new TestKey()] }));
  expect(await stranger.closed).toEqual(REFUSED);
  await token('revoke', 'anna');
  expect((await again.closed).reason).toBe('GOING_AWAY');
  await cluster.stop();
});

describe('ENROL of who means harm', () => {
  let relay: RelayProcess;
  let anna: TestKey;
  beforeEach(async () => {
    anna = await make('anna');
    relay = await startRelay({ env: { ...PUBLIC, TOKENS: file } });
  });
  afterEach(() => relay.stop());

  test('replayed on another connection, or of another’s key, opens nothing', async () => {
    const [first, second] = [await RelayPeer.connect(relay), await RelayPeer.connect(relay)];
    const recorded = anna.enrol({ origin: relay.origin, nonce: first.nonce });
    first.say(recorded);
    await first.open(new TestKey(), { seats: [new TestKey()] });
    second.say(recorded);
    expect((await second.closed).reason).toBe('BAD_SIGNATURE');
    const third = await RelayPeer.connect(relay);
    const own = new TestKey().enrol({ origin: relay.origin, nonce: third.nonce });
    third.say({ ...own, key: anna.publicKey } as typeof own);
    expect((await third.closed).reason).toBe('BAD_SIGNATURE');
  });

  test('a thousand times ends the connection at the second', async () => {
    const peer = await RelayPeer.connect(relay);
    const enrol = anna.enrol({ origin: relay.origin, nonce: peer.nonce });
    for (let time = 0; time < 1000; time += 1) peer.say(enrol);
    expect((await peer.closed).reason).toBe('BAD_STATE');
    await (await tries(relay, anna)).hear('opened');
  });

  test('cut, grown, or with anything behind it is BAD_FRAME', async () => {
    const good = async () => {
      const peer = await RelayPeer.connect(relay);
      const place = { origin: relay.origin, nonce: peer.nonce };
      return { peer, frame: encodeClientMessage(anna.enrol(place)) };
    };
    for (const length of [0, 1, 96, 97, 2047, 2049, 16_384]) {
      const { peer, frame } = await good();
      const changed = new Uint8Array(length);
      changed.set(frame.subarray(0, length));
      peer.sayBytes(changed);
      expect((await peer.closed).reason, `${length} bytes`).toBe('BAD_FRAME');
    }
    const { peer, frame } = await good();
    frame[97] = 1;
    peer.sayBytes(frame);
    expect((await peer.closed).reason).toBe('BAD_FRAME');
  });
});

test.skipIf(alone)(
  'a flood of OPENs without a token leaves no trace in Redis, and who has one opens meanwhile',
  async () => {
    const anna = await make('anna');
    const cluster = await startCluster(2, { OPEN: '', TOKENS: file });
    const reader = await redisReader(cluster.redis);
    const rooms = () => reader.keys('alcove:room:*');
    const flood = Array.from({ length: 100 }, async (_, index) => {
      const peer = await cluster.connect(index % 2, `203.0.113.${index}`);
      peer.say(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
      return peer.closed;
    });
    const host = await cluster.connect(0, '198.51.100.1');
    host.say(anna.enrol({ origin: cluster.origin, nonce: host.nonce }));
    const [key, link] = [new TestKey(), new TestKey()];
    await host.open(key, { seats: [link] });
    for (const end of await Promise.all(flood)) expect(end).toEqual(REFUSED);
    expect(await rooms()).toHaveLength(1);
    const guest = await cluster.connect(1, '198.51.100.2');
    guest.join(key.roomId, link);
    await guest.hear('attached');
    reader.destroy();
    await cluster.stop();
  },
);
