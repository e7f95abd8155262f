// Two RTCPeerConnections in one page, signaling by function call, and nothing else: what a
// connection with sound and picture both ways takes at the least.

export {};

declare global {
  interface Window {
    /** Connects, and resolves to the moment it began: milliseconds since the epoch. */
    connectBare(): Promise<number>;
  }
}

/** The picture that our pages ask for as well. */
const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const devices = () => navigator.mediaDevices.getUserMedia({ audio: true, video });

window.connectBare = async () => {
  const [mine, theirs] = await Promise.all([devices(), devices()]);
  const shown = document.querySelector('video');
  if (!shown) throw new Error('the page has no video');
  const began = performance.timeOrigin + performance.now();
  const one = new RTCPeerConnection();
  const other = new RTCPeerConnection();
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) void to.addIceCandidate(candidate);
    });
  }
  one.addEventListener('track', ({ track }) => {
    if (track.kind !== 'video') return;
    shown.srcObject = new MediaStream([track]);
    void shown.play();
  });
  for (const track of mine.getTracks()) one.addTrack(track);
  await one.setLocalDescription();
  if (one.localDescription) await other.setRemoteDescription(one.localDescription);
  for (const track of theirs.getTracks()) other.addTrack(track);
  await other.setLocalDescription();
  if (other.localDescription) await one.setRemoteDescription(other.localDescription);
  return began;
};
