import { css, html, type TemplateResult } from 'lit';
import { LOCK, NOTE, PEOPLE, SETTINGS, TODAY, icon } from '../../icons/icons.ts';
import type { Place, VaultActions } from '../../state/vault-view.ts';
import { t } from '../../wording/index.ts';
import { vaultText as v } from '../../wording/vault.ts';

const PLACES = [
  { place: 'today', mark: TODAY },
  { place: 'notes', mark: NOTE },
  { place: 'clients', mark: PEOPLE },
  { place: 'settings', mark: SETTINGS },
] as const satisfies readonly { place: Place; mark: string }[];

/** Above every place of the open app: where one is, and the way to close it. */
export const bar = (here: Place, actions: VaultActions): TemplateResult =>
  html`<header class="bar unprinted">
    <span class="brand">${t.appName}</span>
    <nav aria-label=${v.today.nav}>
      ${PLACES.map(
        ({ place, mark }) =>
          html`<button
            type="button"
            class="plain"
            aria-current=${place === here ? 'page' : 'false'}
            @click=${() => actions.go(place)}
          >
            ${icon(mark)}${v.today.places[place]}
          </button>`,
      )}
    </nav>
    <button type="button" class="lock" aria-keyshortcuts="Alt+L" @click=${() => actions.lock()}>
      ${icon(LOCK)}${v.today.lock}<kbd aria-hidden="true">${v.today.lockKey}</kbd>
    </button>
  </header>`;

export const barStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2);
    padding: var(--s2) max(var(--side), env(safe-area-inset-right)) var(--s2)
      max(var(--side), env(safe-area-inset-left));
    border-bottom: 1px solid var(--line);
    background: var(--paper);
  }
  .bar .lock {
    min-height: 2.75rem;
    padding-inline: var(--s3);
  }
  .bar nav {
    order: 1;
    flex: 1 1 100%;
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1);
  }
  .bar nav button {
    flex: 1 1 auto;
    min-height: 2.75rem;
    padding: var(--s1) var(--s2);
    color: var(--ink-soft);
  }
  .bar nav [aria-current='page'] {
    background: var(--accent-wash);
    color: var(--accent);
    font-weight: 600;
  }
  @media (max-width: 30rem) {
    .bar nav button {
      flex-direction: column;
      gap: 0.125rem;
      font-size: 0.8125rem;
    }
  }
  @media (min-width: 52rem) {
    .bar {
      column-gap: var(--s6);
    }
    .bar nav {
      order: 0;
      flex: 1 1 0;
    }
    .bar nav button {
      flex: none;
      padding-inline: var(--s3);
    }
  }
`;
