import type { Hash } from '../../crypto/brand.ts';
import { equal } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/random.ts';
import {
  emptyAuditHead,
  nextAuditHead,
  openAudit,
  sealAudit,
  type AuditLine,
} from '../../crypto/vault/audit.ts';
import { parseHeader } from '../../crypto/vault/header.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import { newRecordKey, openRecord, sealRecord } from '../../crypto/vault/record.ts';
import { openRoot, sealRoot, type Root } from '../../crypto/vault/root.ts';
import type { CatalogueEntry } from '../practice/catalogue.ts';
import { encodeAuditEvent } from '../practice/codec.ts';
import { guarded, type VaultDatabase } from './database.ts';
import { VaultError } from './errors.ts';
import { Manifest, type Change, type Entry, type PageDraft } from './manifest.ts';
import { Turns } from './turns.ts';
import type { AuditEvent } from './vault-api.ts';

/** One record as it is to be from now on. */
export type Put = Pick<Entry, 'name' | 'id' | 'compartment'> & {
  readonly catalogue: CatalogueEntry;
  /** Without one the record stays as it is stored, and only what the list shows of it changes. */
  readonly body?: Uint8Array;
};

/** Everything that is written in one go, or not at all. */
export interface Plan<T> {
  readonly puts?: readonly Put[];
  /** Names of records that go, with their keys. */
  readonly drops?: readonly string[];
  readonly events?: readonly AuditEvent[];
  readonly result: T;
}

export interface OpenVaultOptions {
  readonly database: VaultDatabase;
  readonly keys: VaultKeys;
  readonly random: Random;
  readonly now: () => number;
  /** Records that are not what they were, by this tab or by another. */
  readonly changed: (names: readonly string[], by: 'here' | 'elsewhere') => void;
  /** After something is on the disk. */
  readonly saved: () => void;
  readonly damaged: (code: 'INDEX_ROLLED_BACK' | 'INDEX_ALTERED') => void;
}

interface Sealed {
  /** Names of the records that are not what they were. */
  readonly names: readonly string[];
  readonly draft: PageDraft;
  readonly records: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly dropped: readonly string[];
  readonly audit: readonly { readonly sequence: number; readonly bytes: Uint8Array }[];
  readonly root: Root;
  readonly rootBytes: Uint8Array;
  readonly header?: Uint8Array;
}

interface StoredAudit {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

const NO_ROOT: Omit<Root, 'sum'> = {
  generation: 0,
  savedAt: 0,
  pages: 0,
  auditLength: 0,
  auditHead: emptyAuditHead(),
};

/**
 * The vault while it is open: keys, the list of what there is, and the one way in which anything is
 * written. A save is one transaction over record, page and root, which the browser has put on the
 * disk before it resolves; several tabs may save, each on what the others have saved before.
 */
export class OpenVault {
  readonly manifest = new Manifest();
  readonly #options: OpenVaultOptions;
  readonly #turns = new Turns();
  #keys: VaultKeys;
  #root: Omit<Root, 'sum'> = NO_ROOT;
  #rootBytes: Uint8Array = new Uint8Array(0);
  #damaged = false;

  constructor(options: OpenVaultOptions) {
    this.#options = options;
    this.#keys = options.keys;
  }

  get keys(): VaultKeys {
    return this.#keys;
  }

  get generation(): number {
    return this.#root.generation;
  }

  get savedAt(): number {
    return this.#root.savedAt;
  }

  get audit(): { readonly length: number; readonly head: Hash } {
    return { length: this.#root.auditLength, head: this.#root.auditHead };
  }

  /** Something in the list is not as it was left: nothing is written until that is accepted. */
  get damaged(): boolean {
    return this.#damaged;
  }

  /**
   * Reads what is stored. Throws REPLACED when it is under other keys by now, HEADER_ALTERED when not
   * one page of it opens.
   */
  load(): Promise<void> {
    return this.#turns.take(() => this.#refresh());
  }

  /** The first state of a new vault. */
  begin(header: Uint8Array, plan: Plan<unknown>): Promise<void> {
    return this.#turns.take(async () => {
      await this.#write(
        () => ({ ...this.#seal(plan, this.#keys), header }),
        () => true,
      );
    });
  }

  /**
   * Writes what `plan` says and resolves with its result once it is on the disk. When another tab
   * was first, what it saved is read and `plan` is asked again. Nothing is written, here or in the
   * store, when it throws.
   */
  commit<T>(plan: () => Plan<T> | Promise<Plan<T>>): Promise<T> {
    return this.#turns.take(async () => {
      for (;;) {
        if (this.#damaged) throw new VaultError('DAMAGED');
        const wanted = await plan();
        const written = await this.#write(
          () => this.#seal(wanted, this.#keys),
          (root) => equal(root, this.#rootBytes),
        );
        if (written) return wanted.result;
        await this.#refresh();
      }
    });
  }

  /**
   * Puts everything under other keys: pages, root and audit trail; records keep theirs, which lie in
   * the pages. `audit` gives each entry of the trail anew, under `keys`.
   */
  rekey(options: {
    header: Uint8Array;
    keys: VaultKeys;
    events: readonly AuditEvent[];
    audit(): Promise<readonly { readonly sequence: number; readonly bytes: Uint8Array }[]>;
  }): Promise<void> {
    return this.#turns.take(async () => {
      const { header, keys, events } = options;
      await this.#refresh();
      if (this.#damaged) throw new VaultError('DAMAGED');
      const audit = await options.audit();
      const draft = this.manifest.reseal(keys, this.#options.random);
      const sealed = this.#rooted({ names: [], draft, records: [], dropped: [] }, events, keys);
      const all = { ...sealed, audit: [...audit, ...sealed.audit], header };
      const written = await this.#write(
        () => all,
        (root) => equal(root, this.#rootBytes),
      );
      if (!written) {
        // Another tab has saved in between: what was sealed anew is not the latest.
        throw new VaultError('CONFLICT');
      }
      this.#keys.wipe();
      this.#keys = keys;
    });
  }

  /** Runs `work` on the latest state, while nothing is saved from here. */
  still<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      await this.#refresh();
      if (this.#damaged) throw new VaultError('DAMAGED');
      return work();
    });
  }

  /** The body of a record. Throws RECORD_MISSING, RECORD_ROLLED_BACK or RECORD_ALTERED. */
  async read(name: string): Promise<Uint8Array> {
    try {
      return await this.#read(name);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      // Perhaps another tab has saved it since the list was read.
      await this.load();
      return this.#read(name);
    }
  }

  /** As `read`, for a plan: the list is known to be the latest, or the plan is asked again. */
  async readForPlan(name: string): Promise<Uint8Array> {
    return this.#read(name);
  }

  /** Opens what was read from the store for an entry. Throws as `read`. */
  openStored(entry: Entry, bytes: Uint8Array | undefined): Uint8Array {
    if (bytes === undefined) throw new VaultError('RECORD_MISSING');
    if (!(bytes instanceof Uint8Array)) throw new VaultError('RECORD_ALTERED');
    try {
      return openRecord(bytes, entry, this.#keys.vaultId);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      throw new VaultError(
        error.code === 'VAULT_RECORD_OLDER' ? 'RECORD_ROLLED_BACK' : 'RECORD_ALTERED',
      );
    }
  }

  /**
   * The damage that was found is taken as it is: records that are lost leave the list. `trail` is
   * what is left of an audit trail that was damaged, and begins the one that goes on from here.
   */
  accept(
    lost: readonly string[],
    events: readonly AuditEvent[],
    trail?: readonly AuditLine[],
  ): Promise<void> {
    return this.#turns.take(async () => {
      const said = events.map((event) => this.#line(event));
      const plan = { drops: lost, events: trail ? [] : events, result: undefined };
      const sealed = this.#seal(plan, this.#keys);
      const whole = trail ? this.#retold(sealed, [...trail, ...said]) : sealed;
      const present = new Set([...this.manifest.keys, ...sealed.draft.pages.keys()]);
      await this.#write(
        () => whole,
        () => true,
        { pages: present, audit: whole.root.auditLength },
      );
      this.#damaged = false;
    });
  }

  wipe(): void {
    this.#keys.wipe();
    this.manifest.wipe();
  }

  async #read(name: string): Promise<Uint8Array> {
    const entry = this.manifest.entry(name);
    if (!entry) throw new VaultError('NOT_FOUND');
    const bytes = await guarded(() => this.#options.database.get('records', name));
    // Saved in the meantime: whoever asks would take the text of before for the revision of now.
    if (this.manifest.entry(name) !== entry) return this.#read(name);
    return this.openStored(entry, bytes);
  }

  #seal({ puts = [], drops = [], events = [] }: Plan<unknown>, keys: VaultKeys): Sealed {
    const { random } = this.#options;
    const records: { name: string; bytes: Uint8Array }[] = [];
    const changes: Change[] = drops.map((name) => ({ name, put: undefined }));
    for (const { name, id, compartment, catalogue, body } of puts) {
      const before = this.manifest.entry(name);
      if (!body && before) {
        changes.push({ name, put: { ...before, catalogue } });
        continue;
      }
      const revision = (before?.revision ?? 0) + 1;
      const entry = { name, id, compartment, revision, key: newRecordKey(random), catalogue };
      changes.push({ name, put: entry });
      if (body) {
        const bytes = sealRecord({ vaultId: keys.vaultId, entry, body, random });
        records.push({ name, bytes });
      }
    }
    const draft = this.manifest.draft(keys, changes, random);
    const names = changes.map(({ name }) => name);
    return this.#rooted({ names, draft, records, dropped: drops }, events, keys);
  }

  #rooted(
    sealed: Pick<Sealed, 'names' | 'draft' | 'records' | 'dropped'>,
    events: readonly AuditEvent[],
    keys: VaultKeys,
  ): Sealed {
    const { random, now } = this.#options;
    const lines = events.map((event) => this.#line(event));
    const { audit, ...told } = this.#told(this.#root, lines, keys);
    const { sum, count } = sealed.draft;
    const generation = this.#root.generation + 1;
    const root = { generation, savedAt: now(), pages: count, sum, ...told };
    return { ...sealed, audit, root, rootBytes: sealRoot(keys, root, random) };
  }

  /** The same with another audit trail, from its first entry on. */
  #retold(sealed: Sealed, lines: readonly AuditLine[]): Sealed {
    const { audit, ...told } = this.#told(NO_ROOT, lines, this.#keys);
    const root = { ...sealed.root, ...told };
    return { ...sealed, audit, root, rootBytes: sealRoot(this.#keys, root, this.#options.random) };
  }

  #line(event: AuditEvent): AuditLine {
    return { at: this.#options.now(), event: encodeAuditEvent(event) };
  }

  /** The entries that come after what `root` counts, with the count and the head after them. */
  #told(
    root: Pick<Root, 'auditLength' | 'auditHead'>,
    lines: readonly AuditLine[],
    keys: VaultKeys,
  ): Pick<Sealed, 'audit'> & Pick<Root, 'auditLength' | 'auditHead'> {
    let { auditLength, auditHead } = root;
    const audit = lines.map((line) => {
      auditLength += 1;
      auditHead = nextAuditHead(auditHead, auditLength, line);
      return {
        sequence: auditLength,
        bytes: sealAudit(keys, auditLength, line, this.#options.random),
      };
    });
    return { audit, auditLength, auditHead };
  }

  /**
   * False, and nothing written, when `fits` is not so for the root that is stored. What is written is
   * sealed while the browser begins the transaction.
   */
  async #write(
    seal: () => Sealed,
    fits: (root: Uint8Array) => boolean,
    only?: { readonly pages: ReadonlySet<number>; readonly audit: number },
  ): Promise<boolean> {
    const { database, changed, saved } = this.#options;
    const sealed = await guarded(async () => {
      const work = database.transaction(['head', 'pages', 'records', 'audit'], 'readwrite', {
        durability: 'strict',
      });
      // Whatever fails is said by the request that failed, too.
      work.done.catch(() => undefined);
      const head = work.objectStore('head');
      // Answered before any of the writes, which go out without waiting for it: until it fits, all of
      // them can still be taken back.
      const stored = head.get('root');
      stored.catch(() => undefined);
      const sealed = seal();
      const pages = work.objectStore('pages');
      const records = work.objectStore('records');
      const audit = work.objectStore('audit');
      const writes: Promise<unknown>[] = [head.put(sealed.rootBytes, 'root')];
      if (sealed.header) writes.push(head.put(sealed.header, 'header'));
      if (only) {
        const keys = await pages.getAllKeys();
        for (const key of keys) if (!only.pages.has(key)) writes.push(pages.delete(key));
        writes.push(audit.delete(IDBKeyRange.lowerBound(only.audit, true)));
      }
      for (const [key, { bytes }] of sealed.draft.pages) writes.push(pages.put(bytes, key));
      for (const { name, bytes } of sealed.records) writes.push(records.put(bytes, name));
      for (const name of sealed.dropped) writes.push(records.delete(name));
      for (const { sequence, bytes } of sealed.audit) writes.push(audit.put(bytes, sequence));
      const all = Promise.all([...writes, work.done]);
      all.catch(() => undefined);
      if (!fits((await stored) ?? new Uint8Array(0))) {
        work.abort();
        return undefined;
      }
      await all;
      return sealed;
    });
    if (!sealed) return false;
    this.manifest.adopt(sealed.draft);
    this.#root = sealed.root;
    this.#rootBytes = sealed.rootBytes;
    if (sealed.names.length > 0) changed(sealed.names, 'here');
    saved();
    return true;
  }

  async #refresh(): Promise<void> {
    const { database, changed } = this.#options;
    const stored = await guarded(async () => {
      const work = database.transaction(['head', 'pages', 'audit'], 'readonly');
      const [header, root, keys, pages, last] = await Promise.all([
        work.objectStore('head').get('header'),
        work.objectStore('head').get('root'),
        work.objectStore('pages').getAllKeys(),
        work.objectStore('pages').getAll(),
        work.objectStore('audit').openCursor(null, 'prev'),
        work.done,
      ]);
      return { header, root, keys, pages, last: last && { sequence: last.key, bytes: last.value } };
    });
    this.#expectOwn(stored.header);
    const names = new Set<string>();
    const unopened: number[] = [];
    const gone = new Set(this.manifest.keys);
    stored.keys.forEach((key, index) => {
      gone.delete(key);
      const bytes = stored.pages[index];
      if (!(bytes instanceof Uint8Array)) {
        unopened.push(key);
        return;
      }
      if (this.manifest.holds(key, bytes)) return;
      try {
        for (const name of this.manifest.load(this.#keys, key, bytes)) names.add(name);
      } catch (error) {
        if (!(error instanceof CryptoError)) throw error;
        unopened.push(key);
      }
    });
    for (const key of gone) for (const name of this.manifest.unload(key)) names.add(name);
    // Not damage to a part: these keys are of another lock than what is stored. With the right one all
    // of it may open again, so that nothing here may be taken for lost.
    if (unopened.length > 0 && this.manifest.count === 0) throw new VaultError('HEADER_ALTERED');
    this.#compare(stored.root, unopened.length > 0, stored.last);
    if (names.size > 0) changed([...names], 'elsewhere');
  }

  /** Another tab may have put everything under new keys, or another vault in place of this one. */
  #expectOwn(header: Uint8Array | undefined): void {
    if (!header) throw new VaultError('REPLACED');
    const { vaultId, keyGeneration } = parseHeader(header);
    if (!equal(vaultId, this.#keys.vaultId) || keyGeneration !== this.#keys.keyGeneration) {
      throw new VaultError('REPLACED');
    }
  }

  #compare(bytes: Uint8Array | undefined, altered: boolean, last: StoredAudit | null): void {
    const root = this.openRoot(bytes);
    const before = this.#root;
    if (root) {
      this.#root = root;
      this.#rootBytes = bytes ?? new Uint8Array(0);
    }
    const whole =
      root && root.pages === this.manifest.count && equal(root.sum, this.manifest.sum) && !altered;
    const latest = root && root.generation >= before.generation && !this.#isAfter(root, last);
    if (whole && latest) return;
    // Said once, however often what is stored is read until the damage is accepted.
    if (this.#damaged) return;
    this.#damaged = true;
    this.#options.damaged(altered || !root ? 'INDEX_ALTERED' : 'INDEX_ROLLED_BACK');
  }

  /** An entry of the audit trail that the root does not know of yet was made after it. */
  #isAfter({ auditLength }: Root, last: StoredAudit | null): boolean {
    if (!last || last.sequence <= auditLength) return false;
    try {
      openAudit(this.#keys, last.sequence, last.bytes);
      return true;
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      return false;
    }
  }

  /** What a stored root says; undefined for none, and for one that is not this vault's. */
  openRoot(bytes: Uint8Array | undefined): Root | undefined {
    if (!(bytes instanceof Uint8Array)) return undefined;
    try {
      return openRoot(this.#keys, bytes);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      return undefined;
    }
  }
}
