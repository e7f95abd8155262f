import { html, nothing } from 'lit';
import type { HostActions, HostLeftView } from '../../state/host-view.ts';
import type { VaultView } from '../../state/vault-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { t } from '../../wording/index.ts';
import { leftBody } from '../left.ts';
import { frame } from './frame.ts';
import { agreedWay } from './notices.ts';

/** After a session: what was kept of it and what is still to be done, then what was wiped. */
export const left = (
  view: HostLeftView,
  vault: VaultView | undefined,
  actions: HostActions,
): unknown =>
  frame(
    view.atOnce === true ? h.gone.heading : t.left.reason[view.summary.reason].heading,
    html`${
        view.atOnce === true
          ? html`<section class="panel stack">
              <p>${h.gone.atOnce}</p>
              ${agreedWay(view.side?.agreed ?? '')}
            </section>`
          : nothing
      }
      ${kept(view, vault)} ${refused(view)} ${leftBody(view.summary)}
      <p>
        <button type="button" class="primary" @click=${() => actions.home()}>${h.backHome}</button>
      </p>`,
  );

const kept = ({ kept: where, side }: HostLeftView, vault: VaultView | undefined): unknown => {
  if (where === undefined || side === undefined) return nothing;
  const record =
    vault?.state === 'open' ? vault.open.sessions.list.find(({ id }) => id === side.id) : undefined;
  return html`<section class="panel stack" aria-labelledby="kept">
    <h2 id="kept">${h.kept.heading}</h2>
    <p data-kept=${where}>${h.kept.where[where]}</p>
    ${
      record === undefined
        ? nothing
        : html`<p>${record.noteId === null ? h.kept.noteOpen : h.kept.noteWritten}</p>`
    }
  </section>`;
};

const refused = ({ side }: HostLeftView): unknown =>
  side === undefined || side.warnings.length === 0
    ? nothing
    : html`<section class="notice stack" aria-labelledby="refused">
        <h2 id="refused">${h.refused}</h2>
        ${side.warnings.map(
          (code) => html`<p>${h.threats[code].refused} ${h.threats[code].todo}</p>`,
        )}
      </section>`;
