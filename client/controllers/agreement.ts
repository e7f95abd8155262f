import { encodeReceipt, type Receipt } from '../session/consent.ts';
import type { AgreementView } from '../state/consent-view.ts';

/** A receipt as it can be read again. */
export function agreementOf(receipt: Receipt | undefined): AgreementView | undefined {
  if (!receipt) return undefined;
  const { terms, answers, at } = receipt;
  return { terms, answers, at, receipt: encodeReceipt(receipt) };
}

/** Upper and lower case, and how many spaces, make no other word. */
const squeezed = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, '');

/** Whether what was written is the guest's code word and nothing else. */
export function isCodeWord(written: string, word: string | undefined): boolean {
  const wanted = squeezed(word ?? '');
  return wanted !== '' && squeezed(written) === wanted;
}
