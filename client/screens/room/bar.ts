import { html, nothing } from 'lit';
import {
  CAMERA,
  CAMERA_OFF,
  CHAT,
  LEAVE,
  MICROPHONE,
  MICROPHONE_OFF,
  SCREEN,
  icon,
} from '../../icons/icons.ts';
import type { RoomActions, RoomView } from '../../state/room-view.ts';
import { t } from '../../wording/index.ts';

/**
 * A switch with a name that never changes: the state is in `aria-pressed` and in the word that the
 * style sheet puts under the name, since people and programs look these buttons up by their text.
 */
const toggle = (
  name: string,
  pressed: boolean,
  mark: string,
  state: string,
  press: () => void,
  said?: string,
): unknown =>
  html`<button
    type="button"
    aria-label=${name}
    aria-pressed=${pressed}
    aria-description=${said ?? nothing}
    data-state=${state}
    @click=${press}
  >
    ${icon(mark)}<span>${name}</span>
  </button>`;

/** The one bar of the room. */
export const bar = (view: RoomView, actions: RoomActions): unknown => {
  const { local, chat } = view;
  const onOff = (on: boolean): string => (on ? t.room.on : t.room.off);
  return html`<div
    class="bar ${local.screenSupported ? 'five' : ''}"
    role="group"
    aria-label=${t.room.controls}
  >
    ${toggle(
      t.room.camera,
      local.camera,
      local.camera ? CAMERA : CAMERA_OFF,
      onOff(local.camera),
      () => actions.toggleCamera(),
    )}
    ${toggle(
      t.room.microphone,
      local.microphone,
      local.microphone ? MICROPHONE : MICROPHONE_OFF,
      onOff(local.microphone),
      () => actions.toggleMicrophone(),
    )}
    ${toggle(
      t.room.chat,
      chat.open,
      CHAT,
      chat.unread > 0 ? t.room.unread(chat.unread) : chat.open ? t.room.open : t.room.closed,
      () => actions.showChat(!chat.open),
      chat.unread > 0 ? t.room.unreadSaid(chat.unread) : undefined,
    )}
    ${
      local.screenSupported
        ? toggle(t.room.screen, local.screen, SCREEN, onOff(local.screen), () =>
            actions.toggleScreen(),
          )
        : nothing
    }
    <button type="button" class="danger" @click=${() => actions.leave()}>
      ${icon(LEAVE)}<span>${t.room.leave}</span>
    </button>
  </div>`;
};
