export type BrowserName = 'chromium' | 'firefox';

/** The path of a browser's program; undefined when it is not installed. */
export function findBrowser(name: BrowserName): Promise<string | undefined>;

/** The same, installing it first where that may be done. */
export function ensureBrowser(name: BrowserName): Promise<string | undefined>;
