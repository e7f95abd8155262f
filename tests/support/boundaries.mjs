// Import boundaries: the rules hold over the sources, and each of them is broken by a planted file.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../signaling/cli/prepare.mjs';

const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const PLANTED = join(ROOT, 'tests/support/boundaries');

const violations = (folder) => {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', CONFIG, '--output-type', 'json', 'client', 'crypto', 'signaling'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  try {
    return JSON.parse(stdout).summary.violations;
  } catch {
    throw new Error(`dependency-cruiser gave no report: ${stderr || stdout.slice(0, 500)}`);
  }
};

/** @returns {Promise<boolean>} whether every arrow holds, and every rule can be broken */
export const checkBoundaries = async () => {
  const broken = violations(ROOT);
  for (const { rule, from, to } of broken) console.log(`  ${rule.name}: ${from} → ${to}`);
  const seen = new Set(violations(PLANTED).map(({ rule }) => rule.name));
  const { forbidden } = createRequire(import.meta.url)(CONFIG);
  const blind = forbidden.filter(({ name }) => !seen.has(name));
  for (const { name } of blind) console.log(`  ${name}: the planted violation was not seen`);
  return broken.length === 0 && blind.length === 0;
};
