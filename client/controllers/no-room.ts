import type { RoomActions } from '../state/room-view.ts';

/** The actions of a room while there is none: a late click on a screen that just went away. */
export const NO_ROOM: RoomActions = {
  toggleCamera: () => undefined,
  toggleMicrophone: () => undefined,
  toggleScreen: () => undefined,
  selectCamera: () => undefined,
  selectMicrophone: () => undefined,
  blur: () => undefined,
  showChat: () => undefined,
  sendMessage: () => false,
  hold: () => undefined,
  codesMatch: () => undefined,
  codesDiffer: () => undefined,
  dismiss: () => undefined,
  leave: () => undefined,
  extras: () => ({}),
};
