import { css } from 'lit';

/** A list and the paper beside it; on a small screen the one or the other. */
export const panes = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .panes {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .side,
  .paper {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-width: 0;
    min-height: 0;
  }
  .side > .find {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s2);
    padding: var(--s3) var(--side);
    border-bottom: 1px solid var(--line);
  }
  .side .line {
    padding-inline: var(--side);
  }
  .scrolled {
    flex: 1 1 0;
    min-height: max(16rem, 50vh);
    overflow-y: auto;
  }
  @media (max-width: 59.99rem) {
    .panes.reading > .side,
    .panes:not(.reading) > .paper {
      display: none;
    }
  }
  @media (min-width: 60rem) {
    .panes {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(20rem, 26rem) minmax(0, 1fr);
    }
    .side {
      border-inline-end: 1px solid var(--line);
    }
    .paper {
      overflow-y: auto;
    }
    .paper .back {
      display: none;
    }
  }
  @media (min-width: 60rem) and (min-height: 34rem) {
    .scrolled {
      min-height: 0;
    }
  }
  .paper > .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--s5);
    width: 100%;
    max-width: calc(44rem + 2 * var(--side));
    margin-inline: auto;
    padding: var(--s4) var(--side) var(--s12);
  }
`;
