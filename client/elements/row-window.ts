/** So many rows are drawn above and below what can be seen, for a steady picture while scrolling. */
const SPARE = 8;

export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Which of `total` rows of one height have to be drawn. Lengths in pixels. */
export function rowWindow(
  scrolled: number,
  height: number,
  rowHeight: number,
  total: number,
): RowWindow {
  if (rowHeight <= 0) return { first: 0, end: Math.min(total, 2 * SPARE) };
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - SPARE);
  const end = Math.min(total, Math.ceil((scrolled + height) / rowHeight) + SPARE);
  return { first: Math.min(first, total), end: Math.max(end, 0) };
}
