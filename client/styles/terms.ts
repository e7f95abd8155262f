import { css } from 'lit';

/** What was said, as it was written. */
export const termsStyles = css`
  .said {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s2);
  }
  .said h3 {
    font-size: var(--text-m);
    font-weight: 600;
  }
  .said > p {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-wrap: wrap;
  }
`;
