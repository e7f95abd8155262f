/** What stands in the field that an event came from; '' if it came from none. */
export function typed({ target }: Event): string {
  return target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
    ? target.value
    : '';
}

/**
 * What stands in the fields of a form that is being sent, by their names. The form stays where it is; what
 * it says is wrong goes for a moment, so that a screen reader says it anew when it is still so.
 */
export function sent(event: Event): (name: string) => string {
  event.preventDefault();
  const form = event.currentTarget;
  if (form instanceof HTMLFormElement) blink(form.querySelectorAll<HTMLElement>('[role=alert]'));
  const data = form instanceof HTMLFormElement ? new FormData(form) : new FormData();
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}

function blink(elements: Iterable<HTMLElement>): void {
  for (const { style, textContent } of elements) {
    if (textContent.trim() === '') continue;
    style.visibility = 'hidden';
    // Two: before the first nothing has been drawn yet.
    requestAnimationFrame(() => requestAnimationFrame(() => (style.visibility = '')));
  }
}
