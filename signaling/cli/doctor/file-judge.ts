import { fault, good, type Finding } from './finding.ts';
import type { FileFacts } from './file-probe.ts';

const OTHERS = 0o007;

export function judgeFiles(files: readonly FileFacts[]): Finding[] {
  const findings = files.flatMap(({ path, setting, mode }): Finding[] => {
    if (mode === undefined) {
      return [fault('FILE_MISSING', `${setting} names ${path}, which is not there.`)];
    }
    if ((mode & OTHERS) === 0) return [];
    const octal = mode.toString(8).padStart(3, '0');
    const sentence = `Anybody on this machine may reach ${path} (${octal}), where ${setting} stands.`;
    return [fault('FILE_READABLE', sentence)];
  });
  if (findings.length > 0 || files.length === 0) return findings;
  return [good('FILES', 'Files with keys and secrets are closed to others.')];
}
