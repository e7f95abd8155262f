import { css } from 'lit';

/** The room: the other person everywhere, all else small and at the edges. */
export const roomStyles = css`
  .room {
    position: relative;
    display: grid;
    grid-template: 'stage chat' minmax(0, 1fr) 'bar bar' auto / minmax(0, 1fr) auto;
    height: 100vh;
    height: 100dvh;
    overflow: hidden;
    background: var(--paper);
    container: room / size;
  }

  /* What lies over the stage: state, notices, the codes. */
  .over {
    grid-area: stage;
    z-index: 3;
    display: flex;
    flex-direction: column;
    align-items: start;
    gap: var(--s3);
    max-height: 100%;
    min-width: 0;
    padding: max(var(--s3), env(safe-area-inset-top)) max(var(--s3), env(safe-area-inset-right))
      var(--s3) max(var(--s3), env(safe-area-inset-left));
    overflow-y: auto;
    pointer-events: none;
  }
  .over > * {
    pointer-events: auto;
  }
  .top {
    display: grid;
    grid-template: 'chip exits' auto 'chip corner' auto / minmax(11rem, 1fr) auto;
    align-items: start;
    gap: var(--s2);
    width: 100%;
    pointer-events: none;
  }
  .top > * {
    pointer-events: auto;
  }
  .chip {
    grid-area: chip;
    justify-self: start;
    justify-content: start;
    gap: var(--s3);
    padding: var(--s2) var(--s4) var(--s2) var(--s3);
    border-color: var(--line);
    font-size: var(--text-s);
    font-weight: 400;
    text-align: start;
  }
  .chip b {
    display: block;
    font-weight: 600;
  }
  /* A full stop for the ear; the eye has the line break. */
  .chip .quiet {
    font-size: 0;
  }
  .chip .icon {
    color: var(--accent);
  }
  .chip.asks {
    border-color: var(--amber-line);
  }
  .chip.asks .verified {
    color: var(--amber);
  }
  .exits,
  .corner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--s2);
  }
  .exits {
    grid-area: exits;
  }
  .corner {
    grid-area: corner;
  }
  .exits button,
  .corner button,
  .elapsed {
    font-size: var(--text-s);
  }
  .exits button,
  .corner button {
    padding-inline: var(--s3);
    border-color: var(--line);
    font-weight: 400;
  }
  @media (max-width: 48rem) {
    .top {
      grid-template-areas: 'exits exits' 'chip corner';
    }
  }
  @container room (max-width: 26rem) {
    .top {
      grid-template: 'exits' 'chip' 'corner' / minmax(0, 1fr);
    }
  }
  .elapsed {
    padding: 0 var(--s2);
    border-radius: 6px;
    background: var(--surface);
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  .alerts {
    display: grid;
    gap: var(--s2);
    width: min(30rem, 100%);
  }
  .alerts:not(:has(*)) {
    display: none;
  }
  .alerts .notice {
    display: grid;
    gap: var(--s2);
    justify-items: start;
    font-size: var(--text-s);
  }
  .alerts button {
    min-height: 2.75rem;
    font-size: var(--text-s);
  }
  alcove-sound {
    max-width: 30rem;
  }

  .codes {
    gap: var(--s3);
    width: min(27rem, 100%);
    container-type: inline-size;
  }
  .codes ol {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: var(--s1);
    list-style: none;
  }
  .codes li {
    display: grid;
    justify-items: center;
    gap: var(--s1);
    font-size: 0.8125rem;
    line-height: 1.2;
    text-align: center;
  }
  .codes .emoji {
    font-size: 2rem;
    line-height: 1.2;
  }
  .codes > button {
    width: 100%;
  }
  .codes .row > button {
    flex: 1;
  }
  @container (max-width: 21rem) {
    .codes ol {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--s2);
    }
    .codes li {
      flex: 0 0 calc((100% - 2 * var(--s2)) / 3);
    }
  }

  .stage {
    grid-area: stage;
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
  }
  .room[data-layout='picture'] .stage {
    background: var(--stage);
  }
  video.main {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  video.main.whole {
    object-fit: contain;
  }
  video.beside {
    position: absolute;
    z-index: 1;
    bottom: var(--s3);
    left: var(--s3);
    width: clamp(5.5rem, 22%, 13rem);
    aspect-ratio: 4 / 3;
    border: 2px solid var(--surface);
    border-radius: var(--radius);
    object-fit: cover;
  }
  .who {
    position: absolute;
    z-index: 1;
    bottom: var(--s3);
    left: var(--s3);
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--s3);
    padding: var(--s1) var(--s3);
    border-radius: 6px;
    background: var(--surface);
    font-size: var(--text-s);
  }
  .who .row {
    gap: var(--s1);
    color: var(--ink-soft);
  }
  video.beside ~ .who {
    display: none;
  }

  .voices {
    display: flex;
    flex-wrap: wrap;
    align-content: center;
    justify-content: center;
    gap: var(--s8) var(--s12);
    height: 100%;
    padding: 5.5rem var(--s5) var(--s5);
  }
  .voice {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: var(--s2);
    width: 14rem;
    text-align: center;
  }
  .voice .mark {
    display: grid;
    place-items: center;
    width: 5rem;
    height: 5rem;
    margin-bottom: var(--s2);
    border: 1px solid var(--line);
    border-radius: 50%;
    background: var(--surface);
    color: var(--ink-soft);
    font-size: 1.6rem;
  }
  .voice.live .mark {
    border-color: var(--accent);
    color: var(--accent);
  }
  .voice .name {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .voice alcove-level {
    width: 8rem;
  }

  .connection {
    width: min(27rem, 100%);
    padding: var(--s3) var(--s4);
  }
  .connection h2 {
    font-size: var(--text-m);
  }
  .connection p {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }

  .bar {
    grid-area: bar;
    z-index: 4;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--s2);
    padding: var(--s2) max(var(--s2), env(safe-area-inset-right))
      max(var(--s2), env(safe-area-inset-bottom)) max(var(--s2), env(safe-area-inset-left));
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  .bar button {
    flex: 1 1 4.5rem;
    flex-direction: column;
    gap: 0.125rem;
    max-width: 8rem;
    min-height: 4rem;
    padding: var(--s2) var(--s1);
    border-color: var(--line);
    font-size: 0.8125rem;
  }
  .bar .icon {
    width: 1.375rem;
    height: 1.375rem;
  }
  .bar [data-state]::after {
    content: attr(data-state);
    content: attr(data-state) / '';
    color: var(--ink-soft);
    font-weight: 400;
  }
  .bar [aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .bar [aria-pressed='true'] .icon {
    color: var(--accent);
  }
  .bar button.danger {
    border-color: var(--danger);
  }

  alcove-chat {
    grid-area: chat;
    width: 23rem;
    border-inline-start: 1px solid var(--line);
  }

  /* Writing alone: state on top, the page of text below it. */
  .room[data-layout='chat'] {
    grid-template:
      'over' minmax(0, auto) 'stage' auto 'chat' minmax(10rem, 1fr) 'bar' auto
      / minmax(0, 1fr);
  }
  .room[data-layout='chat'] .over {
    grid-area: over;
    border-bottom: 1px solid var(--line);
  }
  .room[data-layout='chat'] .stage:not(:has(.live)) {
    display: none;
  }
  .room[data-layout='chat'] .stage {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .room[data-layout='chat'] .voices {
    flex: 1;
    height: auto;
    padding: var(--s2) var(--s4);
    justify-content: start;
  }
  .room[data-layout='chat'] .voice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    width: auto;
  }
  .room[data-layout='chat'] .voice:not(.live),
  .room[data-layout='chat'] .mark {
    display: none;
  }
  .room[data-layout='chat'] .voice .name {
    font-size: var(--text-m);
  }
  .room[data-layout='chat'] alcove-chat {
    width: auto;
    border: 0;
  }

  @media (min-width: 60rem) {
    .room[data-layout='chat']:has(.codes) {
      grid-template: 'over stage' auto 'over chat' minmax(0, 1fr) 'bar bar' auto / auto minmax(
          0,
          1fr
        );
    }
    .room[data-layout='chat']:has(.codes) .over {
      width: 29rem;
      border-bottom: 0;
      border-inline-end: 1px solid var(--line);
    }
  }

  /* On a phone the chat is a sheet over the picture. */
  @media (max-width: 48rem) {
    .room:not([data-layout='chat']) {
      grid-template: 'stage' minmax(0, 1fr) 'bar' auto / minmax(0, 1fr);
    }
    .room:not([data-layout='chat']) alcove-chat {
      grid-area: stage;
      z-index: 4;
      align-self: end;
      width: 100%;
      height: min(68%, 32rem);
      min-height: min(100%, 16rem);
      border: 0;
      border-top: 1px solid var(--line);
      border-radius: var(--radius) var(--radius) 0 0;
      overflow: hidden;
    }
  }
  @media (max-width: 30rem) {
    .bar {
      gap: var(--s1);
    }
    .bar button {
      flex-basis: 3.5rem;
      font-size: 0.75rem;
    }
    .bar.six .danger {
      flex-basis: 100%;
      flex-direction: row;
      gap: var(--s2);
      max-width: none;
      min-height: 2.75rem;
      padding-block: var(--s1);
      font-size: var(--text-s);
    }
    .codes {
      padding: var(--s4);
    }
    .codes h2 {
      font-size: 1.125rem;
    }
    /* The codes cover the stage here; what is under them would only peep out between. */
    .room[data-layout='voice']:has(.codes) .voices {
      visibility: hidden;
    }
  }
  @media (max-height: 28rem) {
    .bar button {
      flex-direction: row;
      gap: var(--s2);
      min-height: 2.75rem;
      max-width: none;
      padding-block: var(--s1);
    }
    .voices {
      padding-top: 4rem;
    }
    .voice .mark {
      display: none;
    }
  }

  dialog {
    width: min(30rem, calc(100% - 2 * var(--s4)));
    padding: var(--s5);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }

  /* Large letters on a small screen: the controls scroll below the stage, Leave always in sight. */
  @container room (max-height: 30rem) {
    .bar {
      max-height: 40cqh;
      overflow-y: auto;
    }
    .bar button,
    .bar.six .danger {
      flex: 1 1 auto;
      flex-direction: row;
      gap: var(--s2);
      max-width: none;
      min-height: 2.75rem;
      padding: var(--s1) var(--s2);
    }
    .bar .danger {
      position: sticky;
      inset-block-end: 0;
      background: var(--paper);
    }
  }
`;
