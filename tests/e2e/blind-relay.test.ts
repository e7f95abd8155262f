import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeLink, roomId } from '../../crypto/link.ts';
import { ready } from '../../crypto/sodium.ts';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';

const CHAT = 'the words that only two may read';
const NAMES = ['Camera', 'Microphone', 'fake_device', 'Fake'];

/** Everything that crosses one person's WebSocket, both ways, as the browser saw it. */
const capture = async (person: Person): Promise<Buffer[]> => {
  const frames: Buffer[] = [];
  const session = await person.page.createCDPSession();
  await session.send('Network.enable');
  const keep = ({ response }: { response: { opcode: number; payloadData: string } }) => {
    frames.push(Buffer.from(response.payloadData, response.opcode === 2 ? 'base64' : 'utf8'));
  };
  session.on('Network.webSocketFrameSent', keep);
  session.on('Network.webSocketFrameReceived', keep);
  return frames;
};

/** A needle in every shape in which it could travel: as it is, in hexadecimal, in base64. */
const shapes = (needle: string | Uint8Array): Buffer[] => {
  const bytes = Buffer.from(needle);
  const base64 = bytes.toString('base64');
  return [
    bytes,
    Buffer.from(bytes.toString('hex')),
    // Whichever way it is aligned, the inner groups of three bytes are the same.
    Buffer.from(base64.slice(0, base64.length - 4)),
    Buffer.from(bytes.subarray(1).toString('base64').slice(0, -4)),
    Buffer.from(bytes.subarray(2).toString('base64').slice(0, -4)),
  ].filter(({ length }) => length >= 6);
};

describe('the relay knows nothing', () => {
  let meeting: Meeting;
  let host: Buffer[];
  let guest: Buffer[];
  let secrets: (string | Uint8Array)[];
  let room: Uint8Array;
  let hostKey: Uint8Array;

  beforeAll(async () => {
    await ready;
    meeting = await Meeting.arrange();
    [host, guest] = await Promise.all([capture(meeting.host), capture(meeting.guest)]);
    await meeting.begin('Video');
    await meeting.host.seesMotion();
    await meeting.host.says(CHAT);
    await meeting.guest.press('Chat');
    await meeting.guest.sees(CHAT);
    await meeting.guest.page.reload();
    await meeting.bothConnected();

    const fragment = new URL(meeting.link).hash.slice(1);
    const link = decodeLink(fragment);
    hostKey = link.hostKey;
    room = roomId(link.hostKey);
    const descriptions = await Promise.all(
      [meeting.host, meeting.guest].map((person) =>
        person.page.evaluate(() =>
          window.witness.connections.flatMap(({ localDescription, remoteDescription }) => [
            localDescription?.sdp ?? '',
            remoteDescription?.sdp ?? '',
          ]),
        ),
      ),
    );
    const lines = descriptions.flat().flatMap((sdp) => sdp.split('\r\n'));
    const telling = lines.filter((line) =>
      /^a=(candidate|fingerprint|ice-ufrag|ice-pwd|msid|rtpmap|ssrc):/.test(line),
    );
    expect(telling.length).toBeGreaterThan(20);
    const values = telling.map((line) => line.slice(line.indexOf(':') + 1));
    const fingerprints = lines
      .filter((line) => line.startsWith('a=fingerprint:sha-256 '))
      .map((line) => Uint8Array.from(line.slice(22).split(':'), (pair) => parseInt(pair, 16)));
    secrets = [CHAT, fragment, link.secret, 'm=audio', 'v=0\r\n', ...NAMES, ...values];
    secrets.push(...fingerprints);
    // Of what the host says first, and of the messages that carry the agreement.
    secrets.push('when somebody is in serious danger', '"accepted"', '"receipt"', '"attested"');
  });
  afterAll(async () => {
    await meeting.end();
  });

  test('nothing of what is said, shown or agreed crosses it', () => {
    // The search finds what is there: these two name the room in the clear, by design.
    for (const [frames, named] of [
      [host, hostKey],
      [guest, room],
    ] as const) {
      expect(frames.length).toBeGreaterThan(10);
      const all = Buffer.concat(frames);
      expect(all.includes(Buffer.from(named))).toBe(true);
      for (const secret of secrets) {
        for (const shape of shapes(secret)) {
          expect(all.includes(shape), `found: ${shape.toString('latin1')}`).toBe(false);
        }
      }
    }
  });

  test('every frame has one of two sizes', () => {
    const sizes = new Set([...host, ...guest].map(({ length }) => length));
    expect([...sizes].sort((a, b) => a - b)).toEqual([2048, 16384]);
  });

  test('its output names no room, no address and no payload; it has no file open for writing', async () => {
    const output = meeting.relay.output();
    const hex = Buffer.from(room).toString('hex');
    for (const needle of [hex, Buffer.from(room).toString('base64url'), '127.0.0.1', '::1', CHAT]) {
      expect(output).not.toContain(needle);
    }
    expect(output.trim().split('\n')).toHaveLength(1);

    const folder = `/proc/${String(meeting.relay.pid)}`;
    if (process.platform !== 'linux') return;
    for (const fd of await readdir(join(folder, 'fd'))) {
      const target = await readlink(join(folder, 'fd', fd)).catch(() => '');
      if (!target.startsWith('/') || target.startsWith('/dev/')) continue;
      const info = await readFile(join(folder, 'fdinfo', fd), 'utf8');
      const flags = Number.parseInt(/flags:\s*([0-7]+)/.exec(info)?.[1] ?? '', 8);
      expect(flags & 3, `${target} is open for writing`).toBe(0);
    }
  });

  test('nothing about the room reaches the disk', async () => {
    const hex = Buffer.from(room).toString('hex');
    const places = `${process.cwd()} /var/log`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `grep -rlF -e ${hex} --exclude-dir=node_modules ${places} || true`,
    ]);
    expect(stdout).toBe('');
  });

  test('no request left for any other host, and no server was asked for addresses', async () => {
    await meeting.expectNoComplaints();
    for (const person of [meeting.host, meeting.guest]) {
      const servers = await person.page.evaluate(() =>
        window.witness.connections.flatMap((connection) => [
          ...(connection.getConfiguration().iceServers ?? []),
        ]),
      );
      expect(servers).toEqual([]);
    }
  });
});
