import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PlainError } from '../server/plain-error.ts';
import { targetOf } from './doctor/target.ts';
import type { Io } from './io.ts';
import { certificatesOf, oneOrigin } from './target-words.ts';
import { compare, type Comparison } from './verify/compare.ts';
import { filesBeside, readComparedWith, type Vouching } from './verify/compared-with.ts';
import type { Difference } from './verify/difference.ts';
import { asJson, asText } from './verify/report.ts';

const DIFFERS = 1;
const NOT_RUN = 2;
/** The manifest of the build lies beside the built server. */
const OWN_MANIFEST = fileURLToPath(new URL('../release.txt', import.meta.url));

export const help = `alcove verify https://my.host [--manifest FILE] [--key FILE] [--unsigned] [--ca FILE] [--json]

Asks a running Alcove for every page and file of a release, in every encoding, and compares each byte and
each header with the manifest of that release; asks for what must not be there, too. Shows what this
machine is given now. It cannot show what others are given, or what the relay does.

  --manifest FILE
    the release to compare with, by default that of this program. Who has a clone makes the manifest of
    it with npm run build: dist/release.txt
  --key FILE
    an Ed25519 public key (PEM) that must have signed the manifest; the signature lies beside that, as
    FILE.sig
  --unsigned
    look for no signature: for a build of your own
  --ca FILE
    certificates to trust in place of the usual ones, for a private authority; PEM
  --json
    {"ok", "manifest": {"file", "version", "sha512", "vouching"}, "answers", "differences": [{"code",
    "path", "asked", "what", "wanted", "got"}, …]}; vouching is signed, nobody, unchecked, missing or wrong

Ends with 0 when nothing differs, with 1 when something does or the signature is not good, and with 2 when
it could not be run.
`;

/** Throws what parseArgs throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      manifest: { type: 'string', default: OWN_MANIFEST },
      key: { type: 'string' },
      unsigned: { type: 'boolean', default: false },
      ca: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  try {
    if (values.key !== undefined && values.unsigned) {
      throw new PlainError('--key and --unsigned do not go together.');
    }
    const origin = oneOrigin('verify', positionals);
    const target = targetOf(origin, await certificatesOf(values.ca));
    const comparedWith = await readComparedWith({
      file: values.manifest,
      keyFile: values.key,
      unsigned: values.unsigned,
    });
    const { release, file, vouching } = comparedWith;
    const broken = faultOf(vouching);
    // What the wrong person signed, or nobody, is nothing to compare with.
    const comparison: Comparison = broken
      ? { differences: [broken], answers: 0 }
      : await compare(target, release, await filesBeside(file));
    io.out(
      values.json ? asJson(comparedWith, comparison) : asText(origin, comparedWith, comparison),
    );
    return comparison.differences.length === 0 ? 0 : DIFFERS;
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    io.err(`${error.message}\n`);
    return NOT_RUN;
  }
}

function faultOf(vouching: Vouching): Difference | undefined {
  if (vouching === 'wrong') {
    const what = 'the manifest is not signed by this key, or was altered after it was signed';
    return { code: 'SIGNATURE_WRONG', what };
  }
  if (vouching !== 'missing') return undefined;
  const what = 'no signature lies beside the manifest; --unsigned compares with it all the same';
  return { code: 'SIGNATURE_MISSING', what };
}
