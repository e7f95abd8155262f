import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PlainError } from '../server/plain-error.ts';
import { probeFiles } from './doctor/file-probe.ts';
import { judge } from './doctor/judge.ts';
import { probe } from './doctor/probe.ts';
import { asJson, asText, isWell } from './doctor/report.ts';
import { targetOf } from './doctor/target.ts';
import type { Io } from './io.ts';
import { sha512 } from './token-file.ts';
import { decodeToken } from '../protocol/token.ts';
import { certificatesOf, oneOrigin } from './target-words.ts';

const WRONG = 1;
const NOT_RUN = 2;
/** The built client lies beside the built server. */
const OWN_PAGES = { '/': '../client/index.html', '/j': '../client/j.html' } as const;

export const help = `alcove doctor https://my.host [--token-file FILE] [--ca FILE] [--config FILE] [--json]

Looks at a running Alcove from outside, as browsers do: its name, certificate, pages, headers, clock,
WebSocket and TURN server. Says what it found, and what to do. It opens a room of its own, as a host
does, and closes it again. To see the TURN server as people do, run it on another machine.

  --token-file FILE
    a token of that relay, in a file that others cannot read (umask 077; alcove token add doctor > FILE):
    without one no room is opened, and the TURN server not looked at, where the relay wants it
  --ca FILE
    certificates to trust in place of the usual ones, for a private authority; PEM
  --config FILE
    on the server itself: the settings of the relay. Looks at who may read the files with keys and
    secrets, and asks the TURN server with credentials that are truly over.
  --json
    {"ok": true, "findings": [{"level", "code", "sentence", "remedy"}, …]}; a level is good, warning,
    wrong or unchecked

Ends with 0 when nothing is wrong, warnings or not; with 1 when something is; with 2 when it could not
be run.
`;

/** Throws what parseArgs throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ca: { type: 'string' },
      'token-file': { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  try {
    const target = targetOf(oneOrigin('doctor', positionals), await certificatesOf(values.ca));
    const settings = values.config === undefined ? undefined : await probeFiles(values.config);
    const token = await tokenIn(values['token-file']);
    const facts = await probe(target, settings, await ownPages(), token);
    const findings = judge(facts, target, Date.now());
    io.out(values.json ? asJson(findings) : asText(findings));
    return isWell(findings) ? 0 : WRONG;
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    io.err(`${error.message}\n`);
    return NOT_RUN;
  }
}

async function tokenIn(path: string | undefined): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  const seed = decodeToken(await readFile(path, 'utf8').catch(() => ''), sha512);
  if (seed) return seed;
  throw new PlainError(`--token-file names a file without a token: ${path}.`);
}

/** Undefined where this program was installed without pages. */
async function ownPages(): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const entries = Object.entries(OWN_PAGES).map(async ([path, file]) => {
      const page = await readFile(fileURLToPath(new URL(file, import.meta.url)));
      return [path, createHash('sha256').update(page).digest('hex')] as const;
    });
    return new Map(await Promise.all(entries));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return undefined;
  }
}
