import type { DeviceOption } from '../state/devices-view.ts';

/** A microphone, loudspeaker or camera as the browser lists it. */
export interface Listed {
  readonly id: string;
  readonly kind: MediaDeviceKind;
  /** The same for what is one piece: a headset is a microphone and a loudspeaker. */
  readonly group: string;
  /** '' until the browser has let the page use a device. */
  readonly label: string;
}

/** Not devices, but words for whichever device the system takes. */
const ALIASES = ['default', 'communications'];

export async function listed(): Promise<readonly Listed[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.map(({ deviceId, kind, groupId, label }) => ({
    id: deviceId,
    kind,
    group: groupId,
    label,
  }));
}

export const loudspeakers = (devices: readonly Listed[]): DeviceOption[] =>
  devices
    .filter(({ kind, id }) => kind === 'audiooutput' && id !== '')
    .map(({ id, label }) => ({ id, label }));

/** What is in the first list and not in the second. */
export const missing = (from: readonly Listed[], of: readonly Listed[]): readonly Listed[] =>
  from.filter(
    ({ id, kind }) =>
      id !== '' &&
      !ALIASES.includes(id) &&
      !of.some((other) => other.id === id && other.kind === kind),
  );

/**
 * Whether that through which a person may have listened is gone, so that a voice for their ears alone
 * would come from somewhere else now. Some browsers list no loudspeakers, and before a permission none
 * tells devices apart: then any microphone counts, since a headset has one.
 */
export function outputGone(before: readonly Listed[], after: readonly Listed[]): boolean {
  const outputs = before.filter(({ kind }) => kind === 'audiooutput');
  const gone = missing(before, after);
  if (gone.some(({ kind }) => kind === 'audiooutput')) return true;
  const told = outputs.some(({ id }) => id !== '');
  const couldBe = ({ kind, group }: Listed) =>
    kind === 'audioinput' && (!told || outputs.some((output) => output.group === group));
  if (gone.some(couldBe)) return true;
  return moved(before, after) || fewer(before, after);
}

/** The system plays by another device that was there all along: nothing new was plugged in. */
function moved(before: readonly Listed[], after: readonly Listed[]): boolean {
  const ordinary = (devices: readonly Listed[]) =>
    devices.find(({ kind, id }) => kind === 'audiooutput' && id === 'default')?.group;
  const [from, to] = [ordinary(before), ordinary(after)];
  return (
    from !== undefined &&
    to !== undefined &&
    from !== to &&
    before.some(({ kind, group, id }) => kind === 'audiooutput' && id !== 'default' && group === to)
  );
}

/** Where nothing has a name, numbers are all there is. */
function fewer(before: readonly Listed[], after: readonly Listed[]): boolean {
  if ([...before, ...after].some(({ id }) => id !== '')) return false;
  const sounding = (devices: readonly Listed[]) =>
    devices.filter(({ kind }) => kind !== 'videoinput').length;
  return sounding(after) < sounding(before);
}
