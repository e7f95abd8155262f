import { host, type HostWording } from './en/host.ts';

/** Texts of the host app alone; the guest page never loads them. */
export const hostText: HostWording = host;
