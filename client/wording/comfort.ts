import { comfort, type ComfortWording } from './en/comfort.ts';

/** Texts of what comes with the call. */
export const comfortText: ComfortWording = comfort;
