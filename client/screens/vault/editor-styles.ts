import { css } from 'lit';

/** Paper to write on: few lines around it, and the text at reading size. */
export const editorStyles = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s3);
  }
  /* Beside the list there is nothing to go back to. */
  @media (min-width: 60rem) {
    .back {
      display: none;
    }
  }
  .save {
    margin-inline-start: auto;
    color: var(--ink-soft);
  }
  .save[data-save='failed'] {
    color: var(--danger);
    font-weight: 600;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .tools button {
    min-height: 2.75rem;
    font-size: var(--text-s);
  }
  alcove-menu > p {
    padding: var(--s1) var(--s3);
  }
  alcove-menu > button {
    justify-content: start;
    color: var(--ink);
    text-align: start;
  }
  .fields {
    gap: var(--s5);
  }
  .fields label {
    font-size: var(--text-s);
  }
  .head {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr));
    gap: var(--s3);
  }
  @media (max-width: 30rem) {
    .head > :last-child {
      grid-column: 1 / -1;
    }
  }
  input.title {
    font-size: var(--text-l);
    font-weight: 600;
  }
  .tight {
    gap: var(--s1);
  }
  .end {
    padding-top: var(--s4);
    border-top: 1px solid var(--line);
  }
`;
