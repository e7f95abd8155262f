import type { Log } from './log.ts';
import { SETTINGS, type Config, type Setting } from './settings.ts';

/** Says which settings have changed and take effect at the next start alone. */
export function needsRestart(current: Config, next: Config, log: Log): void {
  for (const name of waiting(current, next)) {
    log('warning', 'needs-restart', `${name} changes at the next start.`);
  }
}

function waiting(current: Config, next: Config): string[] {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const names = Object.entries<Setting<unknown>>(SETTINGS)
    .filter(([key]) => differs(current[key as keyof Config], next[key as keyof Config]))
    .filter(([, { live }]) => !live)
    .map(([, { name }]) => name);
  // A server that was not there has no pages that know of it.
  if ((current.turnSecret === undefined) !== (next.turnSecret === undefined)) {
    names.push(SETTINGS.turnSecret.name);
  }
  if ((current.tlsCert === undefined) !== (next.tlsCert === undefined)) {
    names.push(SETTINGS.tlsCert.name);
  }
  return names;
}
