/**
 * Moves the reader to the heading of a screen that has just replaced another, so that a screen reader
 * starts there and the keyboard goes on from there; and shows the screen from its top.
 */
export function focusHeading(root: ParentNode): void {
  const heading = root.querySelector<HTMLElement>('[data-heading]');
  if (heading === null) return;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}
