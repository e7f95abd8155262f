import { html, nothing, type TemplateResult } from 'lit';
import type { SessionSummary } from '../../practice/session-record.ts';
import type { TodayView, UnlockedView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { daysSince, moment } from './dates.ts';
import { findings } from './findings.ts';
import { hitLine } from './hit-line.ts';
import { everyNote } from './note-query.ts';
import { sessions } from './sessions.ts';
import { warnings } from './warnings.ts';

const w = v.today;

/** From so many days on, the age of the last backup asks for attention. */
const OLD_DAYS = 7;

/** The first page after unlocking: a session, what needs attention, and where one was. */
export const today = (
  view: UnlockedView,
  actions: VaultActions,
  start: () => void,
  accept: () => void,
  write: (session: SessionSummary) => void,
): TemplateResult =>
  html`${findings(view.findings, actions, accept)}
    ${
      view.welcome === undefined
        ? nothing
        : html`<section class="panel welcome">
            <p role="status">${w.welcome(view.welcome.generation, moment(view.welcome.savedAt))}</p>
            <p class="small soft">${w.welcomeHint}</p>
            <p>
              <button type="button" @click=${() => actions.putAwayWelcome()}>${v.putAway}</button>
            </p>
          </section>`
    }
    ${
      view.wrongTries === 0 ? nothing : html`<p class="notice">${w.wrongTries(view.wrongTries)}</p>`
    }
    <section>
      <p>
        <button type="button" class="primary large" @click=${start}>${w.start}</button>
      </p>
      <p class="small soft">${w.startText}</p>
    </section>
    ${sessions(view.sessions, view.notes.clients, actions, write)}
    <section aria-labelledby="recent">
      <h2 id="recent">${w.recent}</h2>
      ${
        view.today.recent.length === 0
          ? html`<p class="soft">${w.noRecent}</p>`
          : html`<ul class="plain-list">
              ${view.today.recent.map(
                (hit) =>
                  html`<li>
                    <button
                      type="button"
                      class="line"
                      @click=${() => {
                        actions.go('notes');
                        actions.openNote(hit.id);
                      }}
                    >
                      ${hitLine(hit)}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      ${unsigned(view.today, actions)}
    </section>
    ${backup(view.today, actions)} ${warnings(view.sessions.warnings, actions)}`;

const unsigned = ({ unsigned: count, notes }: TodayView, actions: VaultActions): unknown => {
  if (notes === 0) return nothing;
  if (count === 0) return html`<p class="small soft">${w.allSigned}</p>`;
  return html`<p>
    <button
      type="button"
      class="plain"
      @click=${() => {
        actions.search({ ...everyNote, state: 'unsigned' });
        actions.go('notes');
      }}
    >
      ${w.unsigned(count)}
    </button>
  </p>`;
};

const backup = ({ lastBackupAt, notes }: TodayView, actions: VaultActions): unknown => {
  const days = lastBackupAt === undefined ? undefined : daysSince(lastBackupAt);
  const old = notes > 0 && (days === undefined || days >= OLD_DAYS);
  const said =
    days !== undefined ? w.backup.days(days) : notes === 0 ? w.backup.none : w.backup.never;
  return html`<section aria-labelledby="backup-age">
    <h2 id="backup-age">${w.backup.heading}</h2>
    <p class=${old ? 'notice' : 'soft'}>${said}</p>
    ${
      notes === 0
        ? nothing
        : html`<p>
            <button type="button" @click=${() => actions.backup()}>${w.backup.now}</button>
          </p>`
    }
  </section>`;
};
