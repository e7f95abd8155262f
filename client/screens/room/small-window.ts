/** Firefox offers a small window by itself, and lets no page do it. */
export const smallPossible = (): boolean =>
  'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;

/** The picture of the other person, into a small window over all others. */
export async function enterSmall(room: Node): Promise<void> {
  const picture = room instanceof ShadowRoot ? room.querySelector('video.main') : null;
  if (!(picture instanceof HTMLVideoElement)) return;
  try {
    await picture.requestPictureInPicture();
  } catch (error) {
    // The picture has not come yet; pressing again is all there is to do.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function leaveSmall(): void {
  if (!smallPossible() || !document.pictureInPictureElement) return;
  document.exitPictureInPicture().catch(() => {
    // Closed by hand in this moment.
  });
}
