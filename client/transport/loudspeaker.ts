/** Where a browser shows a list of loudspeakers itself; TypeScript does not know it. */
interface Asking {
  selectAudioOutput?(): Promise<MediaDeviceInfo>;
}

const devices = (): MediaDevices & Asking => navigator.mediaDevices;

export const asksForLoudspeakers = (): boolean => devices().selectAudioOutput !== undefined;

/** The id of what the person chose in the browser's list, or undefined when they chose nothing. */
export async function askForLoudspeaker(): Promise<string | undefined> {
  try {
    return (await devices().selectAudioOutput?.())?.deviceId;
  } catch (error) {
    // Closing the list, or having only one loudspeaker, is an answer.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
