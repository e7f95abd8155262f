/**
 * Runs the newest of what it is given with the next frame that the browser draws: what comes from the
 * network before then does not wait for the drawing. A page that nobody sees draws no frames: there it
 * runs at once.
 */
export function onNextFrame(): (draw: () => void) => void {
  let waiting: (() => void) | undefined;
  const run = (): void => {
    const draw = waiting;
    waiting = undefined;
    draw?.();
  };
  document.addEventListener('visibilitychange', run);
  return (draw) => {
    const asked = waiting !== undefined;
    waiting = draw;
    if (document.hidden) run();
    else if (!asked) requestAnimationFrame(run);
  };
}
