import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that tests run, and this project does not bring along. */
export type Program =
  'caddy' | 'nginx' | 'openssl' | 'redis-server' | 'systemd-analyze' | 'turnserver';

/** Whether one of these is not installed here; then says so, and what is thereby not tested. */
export function lacks(what: string, ...programs: readonly Program[]): boolean {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length > 0) console.warn(`Not tested, without ${missing.join(' and ')}: ${what}.`);
  return missing.length > 0;
}

function isInstalled(program: Program): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}
