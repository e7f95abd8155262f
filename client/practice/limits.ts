/** Bounds of what is stored. Lengths of texts are in UTF-16 code units, sizes in bytes of UTF-8. */

export const MAX_TITLE = 300;
export const MAX_TAG = 60;
export const MAX_TAGS = 30;
export const MAX_SECTIONS = 60;
export const MAX_HEADING = 200;
export const MAX_SECTION_TEXT = 1_000_000;
export const MAX_AMENDMENTS = 1000;
export const MAX_NAME = 300;
export const MAX_MIME = 100;
export const MAX_CLIENT_TEXT = 100_000;
export const MAX_HINT = 500;
export const MAX_SNIPPET_TEXT = 20_000;
export const MAX_TEMPLATE_ID = 40;
/** Of the words before a session; as in `client/session`, or a guest's page would refuse them. */
export const MAX_TERMS_VERSION = 40;
export const MAX_TERMS_TEXT = 4000;
export const MAX_TERMS_LICENCE = 300;
export const MAX_TERMS_PHONE = 60;
export const MAX_VERSIONS = 100;
export const MAX_AGREED = 500;
export const MAX_RECEIPT = 100_000;
export const MAX_RECEIPTS = 30;
export const MAX_WARNINGS = 500;

export const MAX_NOTE_BYTES = 4_000_000;
/** Below the 16 MiB that one record can hold; `pin` in history.ts keeps it. */
export const MAX_HISTORY_BYTES = 12_000_000;
/** Client, template, snippet, warnings. */
export const MAX_SMALL_BYTES = 1_000_000;
/** With receipts of texts that are mostly not ASCII. */
export const MAX_SESSION_BYTES = 4_000_000;
export const MAX_EVENT_BYTES = 1000;
/** Sixteen entries with every field at its longest stay below it. */
export const MAX_CATALOGUE_BYTES = 500_000;
