import type {
  Strength,
  Place,
  ProgressView,
  UnlockedView,
  VaultActions,
  VaultView,
} from '../../state/vault-view.ts';
import { PasskeyError } from '../../transport/passkey.ts';
import { VaultError, type VaultErrorCode } from '../../vault/errors.ts';
import type { Finding, Opened, VaultApi, VaultEvent, VaultStatus } from '../../vault/vault-api.ts';
import type { RunningVault } from '../../vault/vault-client.ts';
import { AutoLock } from './auto-lock.ts';
import { ClientsDesk } from './clients-desk.ts';
import { Creation } from './creation.ts';
import { codeOf } from './editor.ts';
import { credentialFor, Factors } from './factors.ts';
import { NotesDesk } from './notes-desk.ts';
import { Restore } from './restore.ts';
import { SessionsDesk } from './sessions-desk.ts';
import { SettingsDesk } from './settings-desk.ts';
import { isNothing, type Unsaved } from './unsaved.ts';

export interface VaultAppOptions {
  /** Starts a fresh worker. */
  readonly start: () => RunningVault;
  readonly passkeyPossible: () => Promise<boolean>;
  /** Loads the strength meter, which is large, when it is first needed. */
  readonly weigh: (passphrase: string, suggested: string) => Promise<Strength>;
  readonly changed: () => void;
  /** The vault is open: what sessions it keeps can go on. */
  readonly opened: (api: VaultApi) => void;
  /** Something in it is not as it was left. */
  readonly damaged: () => void;
  /** What was damaged is taken as it is: the vault can be written again. */
  readonly mended: () => void;
}

/** The parts that exist while the vault is open. */
interface Open {
  readonly notes: NotesDesk;
  readonly clients: ClientsDesk;
  readonly sessions: SessionsDesk;
  readonly settings: SettingsDesk;
  readonly factors: Factors;
  readonly autoLock: AutoLock;
  readonly wrongTries: number;
  welcome: { readonly generation: number; readonly savedAt: number } | undefined;
  findings: readonly Finding[];
  notice: VaultErrorCode | undefined;
  place: Place;
}

/**
 * The host app's vault, from the first look to the lock. Whatever is open lives in `#open` and in the
 * worker; a lock drops the one and ends the other.
 */
export class VaultApp {
  readonly #options: VaultAppOptions;
  readonly #restore: Restore;
  #running: RunningVault | undefined;
  #status: VaultStatus | undefined;
  #creation: Creation | undefined;
  #open: Open | undefined;
  #progress: ProgressView | undefined;
  #error: VaultErrorCode | 'PASSKEY_REFUSED' | undefined;
  /** What was on no disk when it was locked. */
  #kept: Uint8Array | undefined;
  #locking: Promise<void> | undefined;
  #passkeyPossible = false;
  #weighing = '';

  constructor(options: VaultAppOptions) {
    this.#options = options;
    this.#restore = new Restore({
      api: () => this.#api,
      changed: () => this.#changed(),
      progress: (view) => this.#show(view),
      restored: () => void this.#lock(true),
    });
  }

  /** Looks whether there is a vault. */
  async look(): Promise<void> {
    this.#passkeyPossible = await this.#options.passkeyPossible();
    this.#status = await this.#api.status();
    this.#changed();
  }

  /** The open vault, for whoever keeps something in it. */
  get openApi(): VaultApi | undefined {
    return this.#open && !this.#locking ? this.#running?.api : undefined;
  }

  /** The open vault’s owner has allowed that sessions are recorded. */
  get mayRecord(): boolean {
    return this.#open?.settings.view.settings.recording === true;
  }

  /** Locks it in every tab; resolves when that is done. */
  lock(): Promise<void> {
    return this.#lock(true);
  }

  get view(): VaultView {
    const progress = this.#progress;
    const status = this.#status;
    if (this.#creation) return { state: 'creating', create: this.#creation.view, progress };
    if (this.#open) return { state: 'open', open: openView(this.#open), progress };
    switch (status?.state) {
      case undefined:
        return { state: 'looking' };
      case 'none':
        return { state: 'none', restore: this.#restore.view, progress };
      case 'unreadable':
        return {
          state: 'unreadable',
          error: status.code,
          restore: this.#restore.view,
          progress,
        };
      case 'locked':
        return {
          state: 'locked',
          locked: {
            slots: status.slots.map(({ kind }) => kind),
            error: this.#error,
            retryAt: status.retryAt,
            sessionKept: status.sessionKept,
            unsavedKept: this.#kept !== undefined,
          },
          restore: this.#restore.view,
          progress,
        };
    }
  }

  get actions(): VaultActions {
    const open = this.#open;
    const { notes, clients, sessions, settings, factors } = open ?? {};
    const restore = this.#restore;
    return {
      beginCreating: () => this.#beginCreating(),
      cancelCreating: () => this.#endCreating(),
      weigh: (passphrase) => void this.#weigh(passphrase),
      suggestAgain: () => void (this.#creation ?? factors)?.suggestAgain(),
      setPassphrase: (passphrase, passkey) =>
        void this.#creation?.setPassphrase(passphrase, passkey),
      recoveryWritten: () => this.#creation?.recoveryWritten(),
      confirmRecovery: (words) => void this.#creation?.confirmRecovery(words),
      showRecoveryAgain: () => this.#creation?.showRecoveryAgain(),
      finishCreating: () => this.#creation?.finish(),

      unlock: (passphrase) => void this.#unlock(passphrase),
      unlockWithRecovery: (words) => void this.#unlockWith({ kind: 'recovery', words }),
      lock: () => void this.lock(),
      go: (place) => this.#go(place),
      putAwayWelcome: () => {
        if (open) open.welcome = undefined;
        this.#changed();
      },
      putAwayNotice: () => {
        if (open) open.notice = undefined;
        this.#changed();
      },
      acceptFindings: () => void this.#acceptFindings(),

      search: (query) => void notes?.search(query),
      showMore: () => void notes?.showMore(),
      openNote: (id) => {
        if (open) open.place = 'notes';
        void notes?.open(id);
      },
      closeNote: () => void notes?.close(),
      chooseNew: (choosing) => {
        if (open && choosing) open.place = 'notes';
        notes?.choose(choosing);
      },
      createNote: (kind, clientId, template) => void notes?.create(kind, clientId, template),
      edit: (content) => notes?.editor?.edit(content),
      saveNow: () => void notes?.editor?.flush(),
      carryOver: () => void notes?.editor?.carryOver(),
      sign: () => void notes?.editor?.sign(),
      draftAmendment: (text) => notes?.editor?.draftAmendment(text),
      amend: (text) => void notes?.editor?.amend(text),
      move: (kind) => void notes?.editor?.move(kind),
      bin: (id) => void notes?.bin(id),
      unbin: (id) => void notes?.unbin(id),
      shred: (id) => void notes?.shred(id),
      putAwayReceipt: () => notes?.putAwayReceipt(),
      showHistory: (shown) => void notes?.editor?.showHistory(shown),
      takeVersion: (savedAt) => notes?.editor?.takeVersion(savedAt),
      resolveConflict: (keep) => void notes?.editor?.resolve(keep),

      showMoreSessions: () => void sessions?.showMore(),
      writeSessionNote: (id, kind, clientId, template) => {
        if (open) open.place = 'notes';
        void sessions?.write(id, kind, clientId, template);
      },
      openSessionNote: (id) => {
        if (open) open.place = 'notes';
        void sessions?.open(id);
      },
      assignSession: (id, clientId) => void sessions?.assign(id, clientId),
      removeSession: (id) => void sessions?.remove(id),
      clearWarnings: () => void sessions?.clearWarnings(),

      openClient: (id) => void clients?.open(id),
      draftClient: (content) => clients?.draft(content),
      saveClient: (content) => void clients?.save(content),
      removeClient: (id) => void clients?.remove(id),
      exportClient: (id, kind) => void clients?.export(id, kind),

      saveSettings: (next) => void settings?.save(next),
      beginFactor: (step) => void factors?.begin(step),
      changeFactor: (current, next) => void factors?.change(current, next),
      showAudit: (shown) => void settings?.showAudit(shown),
      saveTemplate: (template) => void settings?.saveTemplate(template),
      removeTemplate: (id) => void settings?.removeTemplate(id),
      saveSnippet: (id, name, text) => void settings?.saveSnippet(id, name, text),
      removeSnippet: (id) => void settings?.removeSnippet(id),
      playItem: (id) => settings?.items.play(id),
      exportItem: (id) => void settings?.items.export(id),
      shredItem: (id) => void settings?.items.shred(id),
      askPersistence: () => void settings?.persist(),
      backup: () => void settings?.backup(),
      chooseRestore: (file) => restore.choose(file),
      openRestore: (secret, kind) =>
        void restore.open(async (file) =>
          kind === 'recovery'
            ? { kind, words: secret }
            : credentialFor(secret, await this.#api.inspectBackup(file)),
        ),
      commitRestore: (replaceNewer) => void restore.commit(replaceNewer),
      dropRestore: () => void restore.drop(),
      cancelWork: () => void this.#api.cancelWork(),
    };
  }

  /** Something was put into the vault that the lists of sessions and warnings show. */
  sessionsChanged(): void {
    void this.#open?.sessions.refresh();
  }

  /** A worker is started when one is needed, and a new one after every lock. */
  get #api(): VaultApi {
    this.#running ??= this.#options.start();
    return this.#running.api;
  }

  #beginCreating(): void {
    this.#creation = new Creation({
      api: this.#api,
      passkeyPossible: this.#passkeyPossible,
      changed: () => this.#changed(),
      progress: (view) => this.#show(view),
      finished: (opened) => {
        void this.#enter(opened).finally(() => {
          this.#creation = undefined;
          this.#changed();
        });
      },
    });
    void this.#creation.suggestAgain();
    this.#changed();
  }

  #endCreating(): void {
    this.#creation = undefined;
    this.#changed();
  }

  async #weigh(passphrase: string): Promise<void> {
    this.#weighing = passphrase;
    const asks = this.#creation ?? this.#open?.factors;
    const strength =
      passphrase === '' ? undefined : await this.#options.weigh(passphrase, asks?.suggestion ?? '');
    // What was typed meanwhile is weighed by its own call.
    if (this.#weighing === passphrase) asks?.weighed(strength);
  }

  async #unlock(passphrase: string): Promise<void> {
    const status = this.#status;
    if (status?.state !== 'locked') return;
    try {
      await this.#unlockWith(await credentialFor(passphrase, status));
    } catch (error) {
      if (!(error instanceof PasskeyError)) throw error;
      this.#error = 'PASSKEY_REFUSED';
      this.#changed();
    }
  }

  async #unlockWith(credential: Parameters<VaultApi['unlock']>[0]): Promise<void> {
    if (this.#progress || this.#open) return;
    this.#error = undefined;
    this.#show({ what: 'unlocking' });
    try {
      await this.#enter(await this.#api.unlock(credential));
    } catch (error) {
      // Whatever it was, nobody is left before a door that seems to open for ever.
      this.#show(undefined);
      this.#error = codeOf(error);
      this.#status = await this.#api.status();
      this.#changed();
    }
  }

  async #enter(opened: Opened): Promise<void> {
    const api = this.#api;
    let notice = opened.notice;
    const shared = {
      api,
      today,
      changed: () => this.#changed(),
      download,
      progress: (view: ProgressView | undefined) => this.#show(view),
    };
    const notes = new NotesDesk({
      ...shared,
      failed: (error) => {
        notice = codeOf(error);
        this.#failed(notice);
      },
    });
    const factors: Factors = new Factors({
      ...shared,
      passkeyPossible: this.#passkeyPossible,
      done: () => settings.factorsChanged(),
    });
    const settings: SettingsDesk = new SettingsDesk(opened.settings, opened.lastBackupAt, {
      ...shared,
      notes,
      factors,
      restore: this.#restore,
      settingsChanged: (next) => (autoLock.settings = next),
    });
    const sessions = new SessionsDesk({ ...shared, notes, day });
    // The first thing to be seen is what there is, not that there is nothing.
    await Promise.all([notes.refresh(), sessions.refresh()]);
    // Locked meanwhile.
    if (this.#running?.api !== api) return;
    this.#progress = undefined;
    const autoLock = new AutoLock(opened.settings, {
      lock: () => void this.#lock(false),
      away: () => void notes.editor?.flush(),
    });
    this.#open = {
      notes,
      clients: new ClientsDesk({ ...shared, notes }),
      sessions,
      settings,
      factors,
      autoLock,
      wrongTries: opened.wrongTries,
      // Without a count of its own, the vault is of no known revision.
      welcome: opened.generation === 0 ? undefined : opened,
      findings: opened.findings,
      notice,
      place: 'today',
    };
    void api.watch((event) => this.#heard(event));
    this.#changed();
    void settings.load();
    this.#options.opened(api);
    if (this.#kept) void this.#bringBack(this.#open, this.#kept);
  }

  async #bringBack({ notes, clients }: Open, kept: Uint8Array): Promise<void> {
    await notes.attempt(async () => {
      const unsaved = JSON.parse(await this.#api.openWords(kept)) as Unsaved;
      this.#go(unsaved.client ? 'clients' : 'notes');
      const back = await notes.restore(unsaved);
      await clients.restore(unsaved);
      if (back) this.#kept = undefined;
    });
  }

  #heard(event: VaultEvent): void {
    const open = this.#open;
    if (!open) return;
    switch (event.what) {
      case 'changed':
        void open.notes.changedElsewhere(event.ids);
        void open.sessions.refresh();
        break;
      case 'search-ready':
        open.notes.searchReady();
        break;
      case 'findings':
        open.findings = event.findings;
        this.#options.damaged();
        this.#changed();
        break;
      case 'locked-elsewhere':
        void this.#lock(false);
        break;
    }
  }

  #go(place: Place): void {
    if (!this.#open) return;
    this.#open.place = place;
    if (place === 'settings') void this.#open.settings.items.look();
    void this.#open.notes.editor?.flush();
    // What is open there may have been written, binned or given to somebody since.
    if (place === 'today') void this.#open.sessions.refresh();
    this.#changed();
  }

  async #acceptFindings(): Promise<void> {
    const open = this.#open;
    await open?.notes.attempt(async () => {
      await this.#api.acceptFindings();
      open.findings = [];
      this.#options.mended();
      await open.notes.refresh();
    });
  }

  /** Whatever is written is saved first, or sealed when it cannot be; then everything is dropped. */
  async #lock(everywhere: boolean): Promise<void> {
    this.#locking ??= this.#close(everywhere).finally(() => (this.#locking = undefined));
    await this.#locking;
  }

  async #close(everywhere: boolean): Promise<void> {
    const open = this.#open;
    open?.autoLock.stop();
    try {
      if (open) await this.#secure(open);
      await this.#running?.api.lock(everywhere);
    } catch (error) {
      // The keys go in any case, and a fault must not keep them here.
      if (!(error instanceof VaultError)) reportError(error);
    }
    open?.notes.editor?.close();
    this.#running?.end();
    this.#running = undefined;
    this.#restore.forget();
    this.#open = undefined;
    this.#progress = undefined;
    this.#status = undefined;
    this.#changed();
    this.#status = await this.#api.status();
    this.#changed();
  }

  async #secure({ notes, clients }: Open): Promise<void> {
    const unsaved: Unsaved = { ...(await notes.secure()), ...clients.unsaved };
    if (!isNothing(unsaved)) this.#kept = await this.#api.sealWords(JSON.stringify(unsaved));
  }

  #failed(notice: VaultErrorCode): void {
    if (this.#open) this.#open.notice = notice;
    this.#changed();
  }

  #show(progress: ProgressView | undefined): void {
    this.#progress = progress;
    this.#changed();
  }

  #changed(): void {
    this.#options.changed();
  }
}

const openView = (open: Open): UnlockedView => ({
  place: open.place,
  welcome: open.welcome,
  wrongTries: open.wrongTries,
  findings: open.findings,
  notice: open.notice,
  today: open.notes.today(open.settings.lastBackupAt),
  sessions: open.sessions.view,
  notes: open.notes.view,
  clients: open.clients.view,
  settings: open.settings.view,
});

/** YYYY-MM-DD by this device's own calendar. */
function day(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const today = (): string => day(Date.now());

/** How long a download may take to begin; milliseconds. */
const DOWNLOAD_MS = 60_000;

function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
}
