import { css } from 'lit';

/** A field for a secret, and what is wrong with what was entered. */
export const secret = css`
  .secret {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .secret > input {
    flex: 1 1 10rem;
  }
  .secret > button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .error {
    padding: var(--s3) var(--s4);
    border: 1px solid var(--danger);
    border-radius: var(--radius);
    background: var(--danger-wash);
    color: var(--danger);
  }
`;
