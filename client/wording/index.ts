import { shared, type SharedWording } from './en/shared.ts';

/** Language and writing direction of the texts below; the pages set both on their root element. */
export const language = { lang: 'en', dir: 'ltr' } as const;

/** Texts that both pages use. A translation is another folder beside `en` with the same three types. */
export const t: SharedWording = shared;
