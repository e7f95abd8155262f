import { LitElement, html, nothing } from 'lit';
import '../../elements/file-button.ts';
import { focusHeading } from '../../elements/focus-heading.ts';
import '../../elements/modal.ts';
import { work } from '../../elements/work.ts';
import { WindowKeys } from '../../elements/window-keys.ts';
import type { SessionSummary } from '../../practice/session-record.ts';
import type {
  ProgressView,
  UnlockedView,
  VaultActions,
  VaultView,
} from '../../state/vault-view.ts';
import { page } from '../../styles/page.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { frame } from '../host/frame.ts';
import { home } from '../host/home.ts';
import { appStyles } from './app-styles.ts';
import { bar, barStyles } from './bar.ts';
import './clients.ts';
import { createHeading } from './create.ts';
import './locked.ts';
import { newNote } from './new-note.ts';
import { Notes } from './notes.ts';
import './restore.ts';
import './settings.ts';
import { today } from './today.ts';
import { isTyping } from './typing.ts';

/** Work that can be stopped; the rest is over in a second or two. */
const STOPPABLE: readonly ProgressView['what'][] = ['backup', 'reading-backup', 'export'];

/** The host app with notes on the device: the door while locked, the four places while open. */
export class AlcoveVault extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    start: { attribute: false },
    accepting: { state: true },
    writing: { state: true },
  };
  static override styles = [shared, page, vaultStyles, barStyles, appStyles];

  declare view: VaultView | undefined;
  declare actions: VaultActions | undefined;
  /** Starts a session, with or without a key. */
  declare start: () => void;
  /** The question whether to give up what is damaged is open. */
  declare accepting: boolean;
  /** The session whose note is about to be begun. */
  declare writing: SessionSummary | undefined;
  #shown: string | undefined;
  #wasOpen = false;
  #toSearch = false;

  constructor() {
    super();
    this.accepting = false;
    new WindowKeys(this, this.#key);
  }

  /** Puts the reader at the start of what is shown: the field while locked, the heading otherwise. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.#focus(options));
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    switch (view.state) {
      case 'looking':
        // For a moment after a lock, too: then the door is already shut.
        return this.#wasOpen ? door(nothing, this.start) : home(this.start);
      case 'none':
        return restoring(view, actions) ?? home(this.start, here(view, actions));
      case 'unreadable':
        return (
          restoring(view, actions) ??
          home(
            this.start,
            html`<section class="notice stack" role="alert">
                <h2>${v.here.unreadable}</h2>
                <p>${v.errors[view.error]}</p>
              </section>
              <p>${view.error.startsWith('STORAGE') ? nothing : backupButton(actions)}</p>`,
          )
        );
      case 'creating': {
        const { heading, step } = createHeading(view.create);
        return frame(
          heading,
          html`<alcove-vault-create
            .view=${view.create}
            .actions=${actions}
            .progress=${view.progress}
          ></alcove-vault-create>`,
          undefined,
          step,
        );
      }
      case 'locked':
        return (
          restoring(view, actions) ??
          door(
            html`<alcove-vault-locked
              .view=${view.locked}
              .actions=${actions}
              .progress=${view.progress}
            ></alcove-vault-locked>`,
            this.start,
            backupButton(actions),
          )
        );
      case 'open':
        return this.#open(view.open, actions, view.progress);
    }
  }

  #open(open: UnlockedView, actions: VaultActions, progress: ProgressView | undefined): unknown {
    const stop =
      progress !== undefined && STOPPABLE.includes(progress.what)
        ? () => actions.cancelWork()
        : undefined;
    return html`<div class="app" data-place=${open.place}>
      ${bar(open.place, actions)}
      <main>
        <h1 data-heading tabindex="-1">${v.today.places[open.place]}</h1>
        <div class="slot" role="alert">
          ${
            open.notice === undefined
              ? nothing
              : html`<div class="error between">
                  <p>${v.errors[open.notice]}</p>
                  <button type="button" @click=${() => actions.putAwayNotice()}>
                    ${v.putAway}
                  </button>
                </div>`
          }
        </div>
        ${work(progress?.what === 'reading-backup' ? undefined : progress, stop)}
        ${this.#place(open, actions, progress)}
      </main>
      ${this.accepting ? this.#accept(actions) : nothing}
    </div>`;
  }

  #place(open: UnlockedView, actions: VaultActions, progress: ProgressView | undefined): unknown {
    switch (open.place) {
      case 'today':
        return html`${today(
          open,
          actions,
          this.start,
          () => (this.accepting = true),
          (session) => (this.writing = session),
        )}
        ${this.writing === undefined ? nothing : this.#write(this.writing, open, actions)}`;
      case 'notes':
        return html`<alcove-notes .view=${open.notes} .actions=${actions}></alcove-notes>`;
      case 'clients':
        return html`<alcove-clients .view=${open.clients} .actions=${actions}></alcove-clients>`;
      case 'settings':
        return html`<alcove-vault-settings
          .view=${open.settings}
          .actions=${actions}
          .progress=${progress}
        ></alcove-vault-settings>`;
    }
  }

  #write(session: SessionSummary, open: UnlockedView, actions: VaultActions): unknown {
    const query = { ...open.notes.query, clientId: session.clientId ?? undefined };
    return newNote(
      { ...open.notes, query },
      {
        ...actions,
        chooseNew: () => (this.writing = undefined),
        createNote: (kind, clientId, template) => {
          this.writing = undefined;
          actions.writeSessionNote(session.id, kind, clientId, template);
        },
      },
    );
  }

  #accept(actions: VaultActions): unknown {
    const { acceptHeading, acceptText, acceptSure } = v.today.findings;
    return html`<alcove-modal heading=${acceptHeading} @dismiss=${this.#dismiss}>
      <div class="stack">
        <p>${acceptText}</p>
        <div class="row">
          <button
            type="button"
            class="danger"
            @click=${() => {
              this.#dismiss();
              actions.acceptFindings();
            }}
          >
            ${acceptSure}
          </button>
          <button type="button" @click=${this.#dismiss}>${v.cancel}</button>
        </div>
      </div>
    </alcove-modal>`;
  }

  readonly #dismiss = (): void => {
    this.accepting = false;
  };

  protected override willUpdate(): void {
    const state = this.view?.state;
    if (state !== 'open') {
      this.accepting = false;
      this.writing = undefined;
    }
    if (state !== 'looking') this.#wasOpen = state === 'open';
  }

  protected override updated(): void {
    const before = this.#shown;
    this.#shown = screenOf(this.view);
    if (this.#toSearch) {
      const notes = this.renderRoot.querySelector('alcove-notes');
      if (notes instanceof Notes) {
        this.#toSearch = false;
        void notes.updateComplete.then(() => notes.focusSearch());
      }
    } else if (before === undefined ? this.view?.state === 'locked' : before !== this.#shown)
      this.#focus();
  }

  #focus(options?: FocusOptions): void {
    const door = this.renderRoot.querySelector<LitElement>('alcove-vault-locked');
    if (door === null) {
      focusHeading(this.renderRoot);
      return;
    }
    window.scrollTo(0, 0);
    void door.updateComplete.then(() => door.focus(options));
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { view, actions } = this;
    if (view?.state !== 'open' || actions === undefined || event.isComposing) return;
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event)) return;
    if (event.key === 'n') {
      event.preventDefault();
      if (view.open.place !== 'notes') actions.go('notes');
      actions.chooseNew(true);
    } else if (event.key === '/') {
      event.preventDefault();
      this.#toSearch = true;
      if (view.open.place !== 'notes') actions.go('notes');
      this.requestUpdate();
    }
  };
}

/** The door, and beside it what needs no key. */
const door = (way: unknown, start: () => void, otherwise: unknown = nothing): unknown =>
  frame(
    v.locked.heading,
    html`${way}
      <section class="apart">
        <p><button type="button" @click=${start}>${v.locked.start}</button></p>
        <p class="small soft">${v.locked.startHint}</p>
        <p>${otherwise}</p>
      </section>`,
  );

/** The way from a backup file back onto the device, once a file was chosen. */
const restoring = (
  { restore, progress }: Pick<Extract<VaultView, { state: 'none' }>, 'restore' | 'progress'>,
  actions: VaultActions,
): unknown => {
  if (restore.step === 'none' && restore.error === undefined) return undefined;
  return frame(
    v.restore.heading,
    html`<alcove-vault-restore
        .view=${restore}
        .actions=${actions}
        .progress=${progress}
      ></alcove-vault-restore>
      ${
        restore.step === 'none'
          ? html`<p>
              <button type="button" @click=${() => actions.dropRestore()}>${v.cancel}</button>
            </p>`
          : nothing
      }`,
  );
};

const backupButton = (actions: VaultActions): unknown =>
  html`<alcove-file-button
    label=${v.here.restore}
    .chosen=${(file: File) => actions.chooseRestore(file)}
  ></alcove-file-button>`;

/** A quiet offer below the start page. */
const here = (view: Extract<VaultView, { state: 'none' }>, actions: VaultActions): unknown =>
  html`<section class="apart" aria-labelledby="notes-here">
    <h2 id="notes-here">${v.here.heading}</h2>
    <p>${v.here.text}</p>
    <p>${v.here.address(location.origin)}</p>
    <div class="row">
      <button
        type="button"
        ?disabled=${view.progress !== undefined}
        @click=${() => actions.beginCreating()}
      >
        ${v.here.create}
      </button>
      ${backupButton(actions)}
    </div>
  </section>`;

/** What has to change for the reader to be taken to the heading. */
function screenOf(view: VaultView | undefined): string {
  switch (view?.state) {
    case undefined:
    case 'looking':
    case 'unreadable':
      return 'home';
    case 'none':
      return view.restore.step === 'none' ? 'home' : `restore ${view.restore.step}`;
    case 'creating':
      return `creating ${view.create.step}`;
    case 'locked':
      return 'locked';
    case 'open':
      return `open ${view.open.place}`;
  }
}

customElements.define('alcove-vault', AlcoveVault);
