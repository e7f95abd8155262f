import { Country } from './country.ts';
import type { Scene } from './scene.ts';

export { scenes } from './scenes.ts';

/** Plays them one after another and prints a table; false when one of them did not hold. */
export async function perform(scenes: readonly Scene[]): Promise<boolean> {
  const table: [string, string][] = [];
  let held = true;
  for (const scene of scenes) {
    const { name } = scene;
    console.log(`${name}…`);
    const country = new Country();
    const remove = () => country.remove();
    // Whatever ends this process: nothing of ours stays in the system.
    const interrupted = () => process.exit(130);
    process.once('exit', remove);
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    try {
      table.push(...Object.entries(await scene.play(country)));
    } catch (error) {
      held = false;
      console.error(`  ${name} did not hold:`, error);
      table.push([name, 'FAILED']);
    } finally {
      country.remove();
      process.off('exit', remove);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    }
  }
  const width = Math.max(...table.map(([what]) => what.length));
  for (const [what, figure] of table) console.log(`  ${what.padEnd(width)}  ${figure}`);
  return held;
}
