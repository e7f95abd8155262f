/** Bytes as brotli sends them, of each page. */
export interface PageSizes {
  /** JavaScript and WebAssembly: all of a guest's page; of the host's what it loads at once. */
  readonly code: number;
  /** What the host's page loads when it is needed. */
  readonly later: number;
  /** The vault's workers, with WebAssembly that the page does not have. */
  readonly workers: number;
  /** What is loaded when somebody asks for a blurred background. */
  readonly blur: number;
  /** Style sheets, icon and the page itself. */
  readonly rest: number;
}

export function pageSizes(): Promise<Record<'j.html' | 'index.html', PageSizes>>;
