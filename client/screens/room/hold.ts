import { css, html, nothing } from 'lit';
import type { RoomActions, RoomView } from '../../state/room-view.ts';
import { t } from '../../wording/index.ts';

/** Why nothing of either person is seen or heard; one's own reason first. */
export const holds = ({
  mine,
  theirs,
}: RoomView['hold']): readonly { heading: string; text: string }[] => [
  ...(mine ? [t.hold.mine] : []),
  ...(theirs ? [t.hold.theirs[theirs]] : []),
];

/** The same as panels, with an end to one's own. */
export const hold = (view: RoomView['hold'], actions: RoomActions): unknown =>
  holds(view).map(
    (words) =>
      html`<div class="connection panel stack">
        <h2>${words.heading}</h2>
        <p>${words.text}</p>
        ${
          words === t.hold.mine
            ? html`<button type="button" class="primary" @click=${() => actions.hold(undefined)}>
                ${t.hold.goOn}
              </button>`
            : nothing
        }
      </div>`,
  );

/**
 * What stands on the screen when somebody has come in: the time of day, and nothing of a conversation.
 * The way back leads to a pause first, so that a press by anybody else shows and sends nothing.
 */
export const quiet = (actions: RoomActions): unknown =>
  html`<main class="clock">
    <h1 tabindex="-1"><alcove-elapsed .since=${0} .words=${t.hold.time}></alcove-elapsed></h1>
    <p class="soft">${t.hold.day()}</p>
    <button type="button" @click=${() => actions.hold('pause')}>${t.continue}</button>
  </main>`;

export const quietStyles = css`
  .clock {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--s4);
    height: 100vh;
    height: 100dvh;
    background: var(--paper);
  }
  .clock h1 {
    font-size: clamp(3rem, 20vw, 7rem);
    font-weight: 300;
    font-variant-numeric: tabular-nums;
  }
  .clock button {
    margin-top: var(--s12);
    border-color: var(--line);
  }
`;
