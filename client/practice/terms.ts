/** What a host tells everybody who asks to join; the same as on the pages. */
export type { TermsText } from '../state/consent-view.ts';
