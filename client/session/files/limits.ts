/** Bytes of one file: it lies in the memory of the page that receives it. */
export const MAX_FILE_BYTES = 256_000_000;

/** Files of one side that are neither through nor refused yet. */
export const MAX_OPEN_FILES = 5;

/** Files that one side can offer over a session. */
export const MAX_FILES = 100;
