import { css } from 'lit';

/** One quiet column: brand and a way out above, the question, and its answers within thumb's reach. */
export const page = css`
  .page {
    display: flex;
    flex-direction: column;
    min-height: 100vh;
    min-height: 100dvh;
    max-width: calc(var(--measure) + 2 * var(--side));
    margin: 0 auto;
    padding: 0 max(var(--side), env(safe-area-inset-right)) 0
      max(var(--side), env(safe-area-inset-left));
  }
  .page > header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2);
    min-height: 4.5rem;
    padding: var(--s3) 0;
    background: var(--paper);
  }
  .brand {
    font-weight: 600;
    letter-spacing: 0.01em;
    color: var(--ink-soft);
  }
  .page > main {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--s6);
    padding: var(--s6) 0 var(--s8);
  }
  .page > main > .step + h1 {
    margin-top: calc(-1 * var(--s4));
  }
  .page > footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    padding: var(--s4) 0 max(var(--s5), env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  .page > footer > button {
    flex: 1 1 8rem;
  }
  .page > footer > .primary {
    flex-grow: 2;
  }
  .page > footer > p {
    flex-basis: 100%;
  }
  .lead {
    font-size: var(--text-l);
    line-height: 1.45;
  }
  .large {
    min-height: 3.5rem;
    padding-inline: min(var(--s8), 6vw);
    font-size: var(--text-l);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s3);
  }

  /* Both ends stay in reach, unless the window is so low (or so enlarged) that they would hide the text. */
  @media (min-height: 34rem) {
    .page > header {
      position: sticky;
      top: 0;
      z-index: 2;
    }
    .page > footer {
      position: sticky;
      bottom: 0;
      z-index: 2;
    }
  }
  @media (min-height: 34rem) and (min-width: 40rem) {
    .page > main {
      flex: none;
      padding: var(--s10) 0 var(--s6);
    }
    .page > footer {
      border-top-color: transparent;
    }
  }
  @media (max-height: 34rem) {
    .page > header {
      position: sticky;
      top: 0;
      z-index: 2;
      min-height: 0;
      padding: var(--s1) 0;
    }
  }
`;
