/** Bytes as brotli sends them, of each page: its code, and everything else it loads. */
export function pageSizes(): Promise<
  Record<'j.html' | 'index.html', { readonly code: number; readonly rest: number }>
>;
