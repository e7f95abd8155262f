const FIELDS = 'input, textarea, select, [contenteditable], dialog';

/** Whether a key belongs to the field or the dialog that it was pressed in. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.composedPath().some((target) => target instanceof Element && target.matches(FIELDS));
