import { html, nothing, type TemplateResult } from 'lit';
import type { ClientSummary } from '../../practice/client.ts';
import '../../elements/agreement.ts';
import { typed } from '../../elements/typed.ts';
import type { SessionsView, SessionView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const s = v.sessions;
const MINUTE_MS = 60_000;

/** The last sessions, each with whom it belongs to and its note, or the want of one. */
export const sessions = (
  view: SessionsView,
  clients: readonly ClientSummary[],
  actions: VaultActions,
  write: (session: SessionView) => void,
): TemplateResult =>
  html`<section aria-labelledby="sessions">
    <h2 id="sessions">${s.heading}</h2>
    ${
      view.list.length === 0
        ? html`<p class="soft">${s.none}</p>`
        : html`<ul class="plain-list">
            ${view.list.map((session) => line(session, clients, actions, write))}
          </ul>`
    }
    ${
      view.more
        ? html`<p>
            <button type="button" class="plain" @click=${() => actions.showMoreSessions()}>
              ${s.more}
            </button>
          </p>`
        : nothing
    }
  </section>`;

const line = (
  session: SessionView,
  clients: readonly ClientSummary[],
  actions: VaultActions,
  write: (session: SessionView) => void,
): TemplateResult => {
  const at = moment(session.startedAt);
  return html`<li class="session">
    <div class="between">
      <div>
        <b>${session.clientName === '' ? s.nobody : session.clientName}</b>
        <p class="small">${at}${took(session)}</p>
        <p class="small soft">${facts(session).join(' · ')}</p>
      </div>
      <div class="row">
        ${
          session.noteId === null
            ? html`<span class="chip">${s.open}</span>
                <button type="button" aria-label=${s.writeSaid(at)} @click=${() => write(session)}>
                  ${s.write}
                </button>`
            : html`<button
                type="button"
                class="plain"
                aria-label=${s.readSaid(at)}
                @click=${() => actions.openSessionNote(session.id)}
              >
                ${s.read}
              </button>`
        }
      </div>
    </div>
    <details>
      <summary aria-label=${s.detailsSaid(at)}>${s.details}</summary>
      <div class="stack">
        <div class="field">
          <label for="of-${session.id}">${s.client(at)}</label>
          <select
            id="of-${session.id}"
            @change=${(event: Event) =>
              actions.assignSession(session.id, typed(event) === '' ? null : typed(event))}
          >
            <option value="" ?selected=${session.clientId === null}>${s.nobody}</option>
            ${clients
              .filter(({ id, archived }) => !archived || id === session.clientId)
              .map(
                ({ id, name }) =>
                  html`<option value=${id} ?selected=${id === session.clientId}>${name}</option>`,
              )}
          </select>
        </div>
        ${session.agreed === '' ? nothing : html`<p class="small">${s.agreed(session.agreed)}</p>`}
        ${session.agreements.map(
          (agreement) =>
            html`<section class="panel">
              <h3>${s.accepted}</h3>
              <alcove-agreement .view=${agreement}></alcove-agreement>
            </section>`,
        )}
        ${
          session.warnings.length === 0
            ? nothing
            : html`<ul class="points small">
                ${session.warnings.map(
                  ({ what, at: when }) =>
                    html`<li>${moment(when)}: ${v.threats[what].refused}</li>`,
                )}
              </ul>`
        }
        <p>
          <button
            type="button"
            class="danger"
            aria-label=${s.removeSaid(at)}
            @click=${() => actions.removeSession(session.id)}
          >
            ${s.remove}
          </button>
        </p>
      </div>
    </details>
  </li>`;
};

const took = ({ startedAt, endedAt }: SessionView): string =>
  endedAt === undefined
    ? `, ${s.cutOff}`
    : `, ${s.minutes(Math.max(1, Math.round((endedAt - startedAt) / MINUTE_MS)))}`;

const facts = ({ used, compared, receipts, warnings }: SessionView): string[] => [
  ...(used.video ? [s.used.video] : used.voice ? [s.used.voice] : []),
  ...(used.chat ? [s.used.chat] : []),
  compared.mine && compared.theirs
    ? s.compared.both
    : compared.mine || compared.theirs
      ? s.compared.one
      : s.compared.none,
  ...(receipts.length > 0 ? [s.receipts(receipts.length)] : []),
  ...(warnings.length > 0 ? [s.warnings(warnings.length)] : []),
];
