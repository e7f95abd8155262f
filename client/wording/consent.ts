import { consent, type ConsentWording } from './en/consent.ts';

/** Texts of what both agree on; a guest's page loads them after its first screen. */
export const consentText: ConsentWording = consent;
