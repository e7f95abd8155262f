import { wipe } from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { FILE_ID_BYTES } from '../../../crypto/file/file-packet.ts';
import { systemRandom } from '../../../crypto/random.ts';
import { SessionError } from '../../session/errors.ts';
import {
  decodeFileMessage,
  encodeFileMessage,
  FILE_TYPES,
  type FileMessage,
} from '../../session/files/file-message.ts';
import { safeName } from '../../session/files/file-name.ts';
import { IncomingFiles, type IncomingFile } from '../../session/files/incoming-files.ts';
import { OutgoingFiles, type Wanted } from '../../session/files/outgoing-files.ts';
import type { ExtrasActions, ExtrasView } from '../../state/extras-view.ts';
import type { FileEntry, FileNotice, FilesView } from '../../state/files-view.ts';
import { Downloads } from '../../transport/downloads.ts';
import { FileChannel } from '../../transport/file-channel.ts';
import type { FeatureRoom, MakeFeature, RoomFeature } from '../room-feature.ts';
import { receivedEntry, sentEntry } from './entries.ts';
import type { FileKeeper } from './file-keeper.ts';
import { pump } from './pump.ts';

/** Known to both sides; an even number, since the guest's own channel never has one. */
const CHANNEL_ID = 2;

/** Progress is drawn this often: drawing it costs as much as moving what it tells of. */
const DRAWN_MS = 250;

/** Files in a conversation; with a keeper, received ones can be kept beyond it. */
export const filesFeature =
  (keeper?: FileKeeper): MakeFeature =>
  (room) =>
    new Files(room, keeper);

class Files implements RoomFeature {
  readonly types = FILE_TYPES;
  readonly #room: FeatureRoom;
  readonly #keeper: FileKeeper | undefined;
  readonly #outgoing = new OutgoingFiles<File>();
  readonly #incoming = new IncomingFiles(systemRandom);
  readonly #downloads = new Downloads();
  readonly #saved = new Set<string>();
  readonly #kept = new Map<string, FileEntry['kept']>();
  #channel: FileChannel | undefined;
  #pumping = false;
  #notice: FileNotice | undefined;
  #drawn = 0;
  #over = false;

  constructor(room: FeatureRoom, keeper: FileKeeper | undefined) {
    this.#room = room;
    this.#keeper = keeper;
  }

  get view(): Pick<ExtrasView, 'files'> {
    return { files: this.#view() };
  }

  get fileCount(): number {
    return this.#outgoing.all.length + this.#incoming.all.length;
  }

  readonly actions: Pick<ExtrasActions, 'files'> = {
    files: {
      offer: (file) => this.#offer(file),
      accept: (id) => this.#act(this.#room.held ? [] : this.#incoming.accept(id)),
      decline: (id) => this.#act(this.#incoming.decline(id)),
      cancel: (id) => this.#act([...this.#incoming.cancel(id), ...this.#outgoing.cancel(id)]),
      save: (id) => this.#save(id),
      keep: (id) => void this.#keep(id),
    },
  };

  opened(): void {
    const { link } = this.#room;
    if (!link) return;
    const channel = new FileChannel(link.channel('files', CHANNEL_ID), {
      packet: (bytes) => {
        if (this.#channel === channel) this.#packet(channel, bytes).catch(reportError);
      },
      ended: () => {
        if (this.#channel === channel) link.close();
      },
    });
    this.#channel = channel;
    this.#act([...this.#outgoing.opened(), ...this.#incoming.opened()]);
  }

  dropped(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    channel?.leave();
    this.#outgoing.dropped();
    this.#incoming.dropped();
  }

  hear(type: number, body: Uint8Array): void {
    const message = decodeFileMessage(type, body);
    const listed = this.#incoming.all.length;
    if (message.type === 'offer') this.#act(this.#incoming.hear(message, Date.now()));
    else this.#act(this.#outgoing.hear(message));
    if (message.type === 'cancel') this.#act(this.#incoming.hear(message, Date.now()));
    if (this.#incoming.all.length === listed) return;
    this.#room.arrived();
    this.#room.changed();
  }

  roomChanged(): void {
    this.#pump();
  }

  finish(): void {
    this.#over = true;
    this.dropped();
    this.#outgoing.clear();
    this.#incoming.clear();
    this.#downloads.release();
  }

  #view(): FilesView {
    const { held } = this.#room;
    const waits = this.#channel ? (held ? 'hold' : undefined) : 'connection';
    const entries = [
      ...this.#outgoing.all.map((file) => sentEntry(file, waits)),
      ...this.#incoming.all.map((file) => receivedEntry(file, waits, this.#fate(file))),
    ];
    return { entries: entries.sort((a, b) => a.at - b.at), notice: this.#notice, held };
  }

  #fate({ id }: IncomingFile): Pick<FileEntry, 'saved' | 'kept'> {
    const kept = this.#keeper && (this.#kept.get(id) ?? 'not');
    return { saved: this.#saved.has(id), kept };
  }

  #offer(file: File): void {
    if (this.#over || this.#room.held) return;
    const facts = {
      id: systemRandom(FILE_ID_BYTES),
      name: safeName(file.name),
      size: file.size,
    };
    const offered = this.#outgoing.offer(facts, file, Date.now());
    this.#notice = typeof offered === 'string' ? offered : undefined;
    this.#act(typeof offered === 'string' ? [] : offered);
  }

  /** Sends what follows from what was pressed or heard. What cannot leave is said again later. */
  #act(messages: readonly FileMessage[]): void {
    if (this.#over) return;
    for (const message of messages) {
      const { type, body } = encodeFileMessage(message);
      this.#room.send(type, body);
      // The key of a stream: its opener has it by now.
      if (message.type === 'accept') wipe(message.key, body);
    }
    this.#pump();
    this.#room.changed();
  }

  /** Not one after another: a browser opens several at once, and `incoming` keeps their order. */
  async #packet(channel: FileChannel, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      const messages = await this.#incoming.packet(bytes);
      if (messages.length > 0) this.#act(messages);
    } catch (error) {
      if (!(error instanceof CryptoError) && !(error instanceof SessionError)) throw error;
      // What still failed of a connection that has ended says nothing of the next.
      if (this.#channel !== channel) return;
      // As with frames: what is not as it must be ends the connection it came by.
      this.#room.alert('tampering');
      this.#room.link?.close();
    }
    this.#moved();
  }

  /** What is complete is drawn at once, by whoever says so. */
  #moved(): void {
    const now = performance.now();
    if (now - this.#drawn < DRAWN_MS) return;
    this.#drawn = now;
    this.#room.changed();
  }

  /** One file at a time, in the order in which they were asked for; none begins during a hold. */
  #pump(): void {
    const channel = this.#channel;
    if (this.#pumping || !channel || this.#room.held) return;
    const wanted = this.#outgoing.next();
    if (!wanted) return;
    this.#pumping = true;
    this.#send(channel, wanted)
      .catch(reportError)
      .finally(() => {
        this.#pumping = false;
        if (!this.#over) this.#pump();
      });
  }

  async #send(channel: FileChannel, wanted: Wanted<File>): Promise<void> {
    const { file } = wanted;
    const isLive = () => this.#channel === channel && this.#outgoing.isLive(wanted);
    const moved = (chunks: number) => {
      file.chunks = chunks;
      this.#moved();
    };
    const readable = await pump({ wanted, channel, isLive, moved });
    if (!readable && isLive()) this.#act(this.#outgoing.unreadable(file.id));
  }

  #save(id: string): void {
    const file = this.#complete(id);
    if (!file) return;
    this.#downloads.save(contents(file), safeName(file.facts.name));
    this.#saved.add(id);
    this.#room.changed();
  }

  async #keep(id: string): Promise<void> {
    const file = this.#complete(id);
    const before = this.#kept.get(id);
    if (!file || !this.#keeper || before === 'keeping' || before === 'kept') return;
    this.#kept.set(id, 'keeping');
    this.#room.changed();
    try {
      const failure = await this.#keeper.keep(safeName(file.facts.name), contents(file));
      this.#kept.set(id, failure ?? 'kept');
    } catch (error) {
      this.#kept.set(id, 'failed');
      reportError(error);
    }
    if (!this.#over) this.#room.changed();
  }

  #complete(id: string): IncomingFile | undefined {
    const file = this.#incoming.get(id);
    return file?.state.is === 'complete' ? file : undefined;
  }
}

/** Of no kind that a browser would open by itself. */
const contents = ({ chunks }: IncomingFile): Blob =>
  new Blob(chunks, { type: 'application/octet-stream' });
