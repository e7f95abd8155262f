import { SessionError } from '../session/errors.ts';
import { decodeHostRecord, wipeHostRecord, type HostRecord } from '../session/host-record.ts';
import type { SessionStore } from '../session/session-store.ts';

/** The session that `store` keeps, if it still counts; what does not count any more is removed. */
export async function keptSession(store: SessionStore): Promise<HostRecord | undefined> {
  const text = await store.read();
  if (text === null) return undefined;
  try {
    const record = decodeHostRecord(text);
    if (record.expiresAt > Date.now()) return record;
    wipeHostRecord(record);
  } catch (error) {
    // Written by another version or by hand: worth nothing, and must not lock anybody out.
    if (!(error instanceof SessionError)) throw error;
  }
  await store.remove();
  return undefined;
}
