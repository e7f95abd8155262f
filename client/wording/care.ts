import { care, type CareWording } from './en/care.ts';

/** Texts that both pages need in the call and after it; loaded with the call. */
export const careText: CareWording = care;
