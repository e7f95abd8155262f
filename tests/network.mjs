// npm run test:network: calls over real networks made of namespaces, with a real TURN server. Needs
// Linux and the right to make namespaces; says so and ends well where it has neither.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, install, main, Plain, requireNode, ROOT } from '../signaling/cli/prepare.mjs';
import { withModule } from './support/typescript.mjs';

const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Why it cannot be done here, or undefined. */
const obstacle = () => {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'making network namespaces takes root';
  const missing = [
    ['ip', '-V'],
    ['iptables', '--version'],
    ['turnserver', '--version'],
  ].find(([program, version]) => spawnSync(program, [version]).error);
  if (missing) return `${missing[0]} is not installed`;
  const probe = `alcove-probe-${process.pid}`;
  if (!runs('ip', 'netns', 'add', probe)) return 'this system lets nobody make network namespaces';
  const nat = ['-t', 'nat', '-A', 'POSTROUTING', '-j', 'MASQUERADE', '--random-fully'];
  const able = runs('ip', 'netns', 'exec', probe, 'iptables', ...nat);
  runs('ip', 'netns', 'del', probe);
  return able ? undefined : 'this system lets nobody set up address translation';
};

await main(async () => {
  requireNode();
  const why = obstacle();
  if (why !== undefined) {
    console.log(`Skipped: ${why}. Nothing was tested.`);
    return;
  }
  await install();
  await build();
  const wanted = process.argv.slice(2);
  await withModule(join(ROOT, 'tests/network/all.ts'), async ({ scenes, perform }) => {
    const names = scenes.map(({ name }) => name);
    const unknown = wanted.find((name) => !names.includes(name));
    if (unknown)
      throw new Plain(`There is no scene ${unknown}. These there are: ${names.join(', ')}.`);
    const chosen = wanted.length > 0 ? scenes.filter(({ name }) => wanted.includes(name)) : scenes;
    if (!(await perform(chosen))) process.exitCode = 1;
  });
});
