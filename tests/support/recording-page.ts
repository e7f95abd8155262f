import type { Person } from './person.ts';

/** Presses the first button whose spoken name begins so, as of the newest in a list. */
export async function pressFirst(person: Person, beginning: string): Promise<void> {
  await person.until(`a button “${beginning}…”`, () =>
    person.page.evaluate((wanted) => {
      const [button] = window.witness
        .all('button')
        .filter((one) => one.getAttribute('aria-label')?.startsWith(wanted));
      if (button instanceof HTMLElement) button.click();
      return button !== undefined;
    }, beginning),
  );
}

/** What the list of recordings says of each, newest first. */
export const kept = ({ page }: Person): Promise<{ state: string; text: string }[]> =>
  page.evaluate(() =>
    window.witness
      .all('li[data-state]')
      .map((line) => ({ state: line.getAttribute('data-state') ?? '', text: line.textContent })),
  );

/** Opens Settings with a list that was read anew. */
export async function lookAtKept(person: Person): Promise<void> {
  await person.press('Settings');
  await person.until('the list of recordings', () =>
    person.page.evaluate(() =>
      window.witness
        .all('section[aria-labelledby=items]')
        .some(({ textContent }) => !textContent.includes('Looking…')),
    ),
  );
}

/** Plays what is open until it goes on, and says how far it reaches; seconds. */
export async function playsUntil(person: Person): Promise<number> {
  const playing = person.until('a recording that plays, and is read to its end', () =>
    person.page.evaluate(() => {
      const [player] = window.witness.all('video, audio');
      if (!(player instanceof HTMLMediaElement)) return undefined;
      if (player.error) throw new Error(player.error.message);
      if (player.paused && !player.ended) void player.play();
      const { buffered, currentTime, duration, readyState } = player;
      if (buffered.length === 0 || readyState < player.HAVE_CURRENT_DATA) return undefined;
      const end = buffered.end(buffered.length - 1);
      // With the end of the stream the length becomes that of what there is.
      return currentTime > 0 && Math.abs(duration - end) < 0.05 && end;
    }),
  );
  return playing.catch(async (error: unknown) => {
    throw new Error(`the player stands at ${await playerState(person)}`, { cause: error });
  });
}

const playerState = ({ page }: Person): Promise<string> =>
  page.evaluate(() => {
    const [player] = window.witness.all('video, audio');
    if (!(player instanceof HTMLMediaElement)) return 'nothing';
    const { buffered, currentTime, duration, ended, networkState, paused, readyState } = player;
    const ranges = Array.from({ length: buffered.length }, (_, i) => [
      buffered.start(i),
      buffered.end(i),
    ]);
    return JSON.stringify({
      currentTime,
      duration,
      ended,
      networkState,
      paused,
      ranges,
      readyState,
    });
  });
