import { css } from 'lit';

/** Type, controls and small parts that every shadow root shares; the values are in tokens.css. */
export const shared = css`
  :host {
    display: block;
    font-family: var(--font);
    color: var(--ink);
    overflow-wrap: break-word;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  h1 {
    font-size: var(--text-xxl);
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: -0.005em;
    text-wrap: balance;
  }
  p,
  li {
    text-wrap: pretty;
    max-width: 65ch;
  }
  .soft {
    color: var(--ink-soft);
  }
  .small {
    font-size: var(--text-s);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s4);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
  }
  .points {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s3);
    list-style: none;
  }
  .points > li {
    position: relative;
    padding-inline-start: var(--s6);
  }
  .points > li::before {
    content: '';
    position: absolute;
    inset-inline-start: 0.25rem;
    top: 0.65em;
    width: 0.4rem;
    height: 0.4rem;
    border-radius: 50%;
    background: var(--accent);
  }
  .done > li::before {
    content: '✓';
    inset-inline-start: 0;
    top: 0;
    width: auto;
    height: auto;
    background: none;
    color: var(--accent);
    font-weight: 600;
  }
  ol.points {
    counter-reset: point;
  }
  ol.points > li {
    counter-increment: point;
  }
  ol.points > li::before {
    content: counter(point);
    inset-inline-start: 0;
    top: 0;
    width: auto;
    height: auto;
    background: none;
    color: var(--accent);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .icon {
    flex: none;
    width: 1.25em;
    height: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    max-width: 100%;
    min-height: var(--target);
    padding: var(--s2) var(--side);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 500;
    line-height: 1.25;
    text-align: center;
    text-wrap: balance;
    cursor: pointer;
    touch-action: manipulation;
    transition:
      background-color var(--quick),
      border-color var(--quick);
  }
  button:disabled {
    color: var(--ink-soft);
    border-color: var(--line);
    background: none;
    cursor: default;
  }
  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button.primary:disabled {
    border-color: var(--line);
    background: var(--sunk);
    color: var(--ink-soft);
  }
  button.danger {
    border-color: var(--danger);
    color: var(--danger);
  }
  button.plain {
    padding-inline: var(--s3);
    border-color: transparent;
    background: none;
    color: var(--accent);
  }

  /* A finger leaves no hover behind. */
  @media (hover: hover) {
    button:hover {
      background: var(--sunk);
    }
    button.primary:hover {
      border-color: var(--accent-hover);
      background: var(--accent-hover);
    }
    button.danger:hover {
      background: var(--danger-wash);
    }
    button.plain:hover {
      background: var(--accent-wash);
    }
    button:disabled:hover {
      background: none;
    }
    button.primary:disabled:hover {
      border-color: var(--line);
      background: var(--sunk);
    }
  }

  input:not([type='checkbox']),
  textarea,
  select {
    width: 100%;
    min-height: var(--target);
    padding: var(--s2) var(--s3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 400;
    line-height: 1.5;
  }
  .link-field {
    font-family: var(--font-code);
    font-size: var(--text-s) !important;
    text-overflow: ellipsis;
  }
  label,
  .label {
    display: block;
    font-weight: 600;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s1);
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .panel {
    padding: var(--s5) var(--side);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .notice {
    padding: var(--s3) var(--s4);
    border: 1px solid var(--amber-line);
    border-radius: var(--radius);
    background: var(--amber-wash);
    color: var(--amber);
  }
  details > summary {
    width: fit-content;
    min-height: 2.75rem;
    padding: var(--s2) 0;
    border-radius: 6px;
    color: var(--accent);
    font-weight: 500;
    cursor: pointer;
  }
  details[open] > summary {
    margin-bottom: var(--s2);
  }
  hr {
    width: 100%;
    margin: 0;
    border: 0;
    border-top: 1px solid var(--line);
  }

  @media (forced-colors: active) {
    .icon {
      stroke: ButtonText;
    }
  }
`;
