import { css } from 'lit';

/** The open app: a bar above, and below it one column, or for notes and clients two. */
export const appStyles = css`
  .apart {
    padding-top: var(--s6);
    border-top: 1px solid var(--line);
  }
  .app {
    display: flex;
    flex-direction: column;
    min-height: 100vh;
    min-height: 100dvh;
  }
  .app > main {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--s6);
    width: 100%;
    max-width: calc(var(--measure) + 2 * var(--side));
    margin: 0 auto;
    padding: var(--s6) max(var(--side), env(safe-area-inset-right)) var(--s8)
      max(var(--side), env(safe-area-inset-left));
  }
  .app h2 > .icon {
    vertical-align: -0.15em;
  }
  .welcome {
    gap: var(--s2);
  }
  .one-line {
    max-width: 100%;
    overflow-wrap: anywhere;
  }
  .line .icon {
    width: 1em;
    height: 1em;
    margin-inline-end: 0.25em;
    vertical-align: -0.1em;
  }
  .app[data-place='notes'] > main,
  .app[data-place='clients'] > main {
    display: flex;
    flex-direction: column;
    gap: 0;
    max-width: none;
    padding: 0;
  }
  .app[data-place='notes'] h1,
  .app[data-place='clients'] h1 {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .app[data-place='notes'] .work,
  .app[data-place='clients'] .work {
    padding: var(--s3) var(--side);
    border-bottom: 1px solid var(--line);
  }
  .app alcove-notes,
  .app alcove-clients {
    flex: 1;
    min-height: 0;
  }

  /* Only the sheet of recovery words is meant for paper. */
  @media print {
    .page > header,
    h1 {
      display: none;
    }
  }

  /* Where there is room for both, list and paper scroll by themselves and the bar stays. */
  @media (min-width: 60rem) and (min-height: 34rem) {
    .app[data-place='notes'],
    .app[data-place='clients'] {
      height: 100vh;
      height: 100dvh;
    }
    .app[data-place='notes'] > main,
    .app[data-place='clients'] > main {
      min-height: 0;
    }
    .app:not([data-place='notes'], [data-place='clients']) > .bar {
      position: sticky;
      top: 0;
      z-index: 4;
    }
  }
`;
