/**
 * Runs in a page before its own scripts: notes what the page puts into the channel of contents, and
 * changes nothing of it.
 */
interface FileTap {
  /** Of each stream that was begun: its first chunk. */
  readonly streams: number[];
  /** Of all packets. */
  bytes: number;
}

declare global {
  interface Window {
    fileTap: FileTap;
  }
}

export function installFileTap(): void {
  const tap: FileTap = { streams: [], bytes: 0 };
  window.fileTap = tap;
  const create: RTCPeerConnection['createDataChannel'] = Reflect.get(
    RTCPeerConnection.prototype,
    'createDataChannel',
  );
  RTCPeerConnection.prototype.createDataChannel = function (this: RTCPeerConnection, label, init) {
    const channel = create.call(this, label, init);
    if (label !== 'files') return channel;
    const send = channel.send.bind(channel) as (data: Uint8Array<ArrayBuffer>) => void;
    channel.send = (data: unknown) => {
      const packet = data as Uint8Array<ArrayBuffer>;
      tap.bytes += packet.length;
      if (packet.length === 12) tap.streams.push(new DataView(packet.buffer).getUint32(8));
      send(packet);
    };
    return channel;
  };
}
