import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { rowWindow, type RowWindow } from '../../elements/row-window.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import type { NoteHit } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { hitLine } from './hit-line.ts';

/** The height of a row; also in the style sheet below. */
const ROW_REM = 5.5;

/**
 * A list of any length in which only the rows in sight exist. One stop of the Tab key; the arrows,
 * Home, End and the page keys go from row to row. It says `opened` with an id, and `wanted` when
 * rows come into sight that are not loaded.
 */
export class NoteList extends LitElement {
  static override properties = {
    hits: { attribute: false },
    total: { type: Number },
    current: {},
    shownFor: {},
    active: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      :host {
        --row: 5.5rem;
        position: relative;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .all {
        position: relative;
        height: calc(var(--count, 0) * var(--row));
        overflow: hidden;
      }
      ul {
        list-style: none;
        transform: translateY(calc(var(--first, 0) * var(--row)));
      }
      li {
        max-width: none;
        height: var(--row);
        border-bottom: 1px solid var(--line);
        overflow: hidden;
      }
      .line {
        height: 100%;
        padding-inline: var(--side);
      }
      .line[aria-current='true'] {
        background: var(--accent-wash);
        box-shadow: inset 3px 0 0 var(--accent);
      }
      .one-line {
        display: block;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .one-line .icon {
        width: 1em;
        height: 1em;
        margin-inline-end: 0.25em;
        vertical-align: -0.1em;
      }
      .excerpt {
        color: var(--ink);
      }
      .waiting {
        display: grid;
        align-content: center;
        padding-inline: var(--side);
      }
    `,
  ];

  /** The first rows, as many as are loaded. */
  declare hits: readonly NoteHit[];
  /** How many rows there are in all. */
  declare total: number;
  /** Id of the open note. */
  declare current: string | undefined;
  /** What was searched for; another search begins at the top. */
  declare shownFor: string;
  /** The row that the Tab key stops at. */
  declare active: number;
  #window: RowWindow = { first: 0, end: 0 };
  #asked = -1;
  #focusAfter = false;
  readonly #size = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    this.hits = [];
    this.total = this.active = 0;
    this.shownFor = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('scroll', this.#scrolled, { passive: true });
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    this.#size.disconnect();
    this.removeEventListener('scroll', this.#scrolled);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('shownFor') && this.hasUpdated) {
      this.scrollTop = 0;
      this.active = 0;
      this.#asked = -1;
    }
    this.#window = this.#inSight();
    const { first, end } = this.#window;
    // The row with the focus is about to go: the nearest that stays takes over.
    const kept = Math.min(Math.max(this.active, first), Math.max(0, end - 1));
    if (kept !== this.active && this.shadowRoot?.activeElement) this.#focusAfter = true;
    this.active = kept;
  }

  protected override render(): unknown {
    const { first, end } = this.#window;
    const indexes = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
    return html`<div class="all">
      <ul aria-label=${v.notes.list} @keydown=${this.#key} @focusin=${this.#focused}>
        ${repeat(
          indexes,
          (index) => index,
          (index) => this.#row(index),
        )}
      </ul>
    </div>`;
  }

  #row(index: number): unknown {
    const hit = this.hits[index];
    return html`<li aria-setsize=${this.total} aria-posinset=${index + 1}>
      ${
        hit === undefined
          ? html`<span class="waiting small soft">${v.notes.loading}</span>`
          : html`<button
              type="button"
              class="line"
              tabindex=${index === this.active ? 0 : -1}
              data-index=${index}
              aria-current=${hit.id === this.current ? 'true' : nothing}
              @click=${() => this.#open(index, hit)}
            >
              ${hitLine(hit)}
            </button>`
      }
    </li>`;
  }

  protected override updated(): void {
    this.style.setProperty('--count', String(this.total));
    this.style.setProperty('--first', String(this.#window.first));
    if (this.#focusAfter) {
      this.#focusAfter = false;
      this.renderRoot
        .querySelector<HTMLElement>(`[data-index='${String(this.active)}']`)
        ?.focus({ preventScroll: true });
    }
    // Once for each state of the list; the answer brings the next question until what is in sight is there.
    const loaded = this.hits.length;
    if (loaded >= this.total || this.#window.end <= loaded || this.#asked === loaded) return;
    this.#asked = loaded;
    this.dispatchEvent(new Event('wanted'));
  }

  #rowHeight(): number {
    return ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  #inSight(): RowWindow {
    return rowWindow(this.scrollTop, this.clientHeight, this.#rowHeight(), this.total);
  }

  #open(index: number, hit: NoteHit): void {
    this.active = index;
    this.dispatchEvent(new CustomEvent<string>('opened', { detail: hit.id }));
  }

  readonly #scrolled = (): void => {
    const { first, end } = this.#inSight();
    if (first !== this.#window.first || end !== this.#window.end) this.requestUpdate();
  };

  readonly #focused = ({ target }: Event): void => {
    const index = target instanceof HTMLElement ? Number(target.dataset['index']) : NaN;
    if (Number.isInteger(index)) this.active = index;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#target(event.key);
    if (next === undefined) return;
    event.preventDefault();
    const row = this.#rowHeight();
    this.active = Math.min(Math.max(next, 0), this.hits.length - 1);
    const top = this.active * row;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + row > this.scrollTop + this.clientHeight)
      this.scrollTop = top + row - this.clientHeight;
    this.#focusAfter = true;
    this.requestUpdate();
  };

  #target(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.clientHeight / this.#rowHeight()) - 1);
    switch (key) {
      case 'ArrowDown':
        return this.active + 1;
      case 'ArrowUp':
        return this.active - 1;
      case 'PageDown':
        return this.active + page;
      case 'PageUp':
        return this.active - page;
      case 'Home':
        return 0;
      case 'End':
        return this.hits.length - 1;
      default:
        return undefined;
    }
  }
}

customElements.define('alcove-note-list', NoteList);
