import { guest, type GuestWording } from './en/guest.ts';

/** Texts of the guest page alone; the host app never loads them. */
export const guestText: GuestWording = guest;
