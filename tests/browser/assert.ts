const shown = (value: unknown): string =>
  value === undefined ? 'undefined' : JSON.stringify(value);

/** Equal as JSON: values, lists and plain objects. */
export function equal(actual: unknown, expected: unknown, about = ''): void {
  if (shown(actual) !== shown(expected))
    throw new Error(`${about} expected ${shown(expected)}, got ${shown(actual)}`.trim());
}

export function ok(holds: boolean, about: string): asserts holds {
  if (!holds) throw new Error(about);
}

/** Waits, frame by frame, until it holds. */
export async function until(holds: () => boolean, about: string, withinMs = 5000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${about}`);
    await frame();
  }
}

const frame = (): Promise<number> => new Promise(requestAnimationFrame);
