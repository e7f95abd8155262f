import { css } from 'lit';
import { secret } from './secret.ts';

/** What the screens of the vault have in common beyond type and controls. */
export const vaultStyles = css`
  ${secret}
  form,
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s4);
  }
  fieldset {
    gap: var(--s3);
  }
  legend {
    padding-bottom: var(--s2);
    font-weight: 600;
  }
  h3 {
    font-size: var(--text-m);
    font-weight: 600;
    line-height: 1.35;
  }
  textarea {
    display: block;
    min-height: 5.5rem;
    resize: vertical;
    field-sizing: content;
  }
  ::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }
  input[type='radio'],
  input[type='checkbox'] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    min-height: 0;
    margin: 0.15rem 0 0;
    padding: 0;
    accent-color: var(--accent);
  }
  kbd {
    padding: 0 0.35em;
    border: 1px solid currentColor;
    border-radius: 4px;
    font-family: inherit;
    font-size: 0.75em;
    font-weight: 400;
    opacity: 0.75;
    white-space: nowrap;
  }
  @media (pointer: coarse), (max-width: 30rem) {
    kbd {
      display: none;
    }
  }
  mark {
    border-radius: 2px;
    background: var(--amber-wash);
    box-shadow: 0 0 0 1px var(--amber-line);
    color: var(--ink);
  }
  /* A box to tick, or one of several, with what it means below its name. */
  .check {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--s1) var(--s3);
    font-weight: 400;
  }
  .check > .small {
    grid-column: 2;
  }
  label.check > span:first-of-type {
    font-weight: 600;
  }
  /* Kept in the page, for what will be announced in it, but out of the rows. */
  .slot:not(:has(*)) {
    position: absolute;
  }
  .work {
    display: grid;
    justify-items: start;
    gap: var(--s2);
  }
  .work:not(:has(*)) {
    display: none;
  }
  progress {
    width: min(100%, 24rem);
    accent-color: var(--accent);
  }
  .chip {
    display: inline-block;
    padding: 0 var(--s2);
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    font-size: var(--text-s);
  }
  .chip.psychotherapy {
    border-style: dashed;
  }
  .plain-list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    list-style: none;
  }
  .plain-list > li {
    max-width: none;
    border-top: 1px solid var(--line);
  }
  .plain-list > li:last-child {
    border-bottom: 1px solid var(--line);
  }
  /* A line of a list that is one button from edge to edge. */
  .line {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    align-content: center;
    gap: 0;
    width: 100%;
    padding: var(--s2) var(--s3);
    border: 0;
    border-radius: 0;
    background: none;
    font-weight: 400;
    text-align: start;
    text-wrap: wrap;
  }
  .line b {
    font-weight: 600;
  }
  .line:focus-visible {
    outline-offset: -3px;
  }
  .between {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2) var(--s3);
  }
  .text {
    max-width: 65ch;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-wrap: wrap;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(0, 1fr);
    gap: var(--s2) var(--s4);
  }
  .facts dt {
    color: var(--ink-soft);
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  @media (max-width: 30rem) {
    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts dd {
      margin-bottom: var(--s2);
    }
  }
  .empty {
    padding: var(--s8) var(--side);
    color: var(--ink-soft);
    text-align: center;
  }
  .empty > p {
    margin-inline: auto;
  }
  @media print {
    .unprinted {
      display: none !important;
    }
  }
`;
