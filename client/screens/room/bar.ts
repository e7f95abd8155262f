import { html, nothing } from 'lit';
import {
  CAMERA,
  CAMERA_OFF,
  CHAT,
  LEAVE,
  MICROPHONE,
  MICROPHONE_OFF,
  PAUSE,
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
  { said, disabled = false }: { said?: string | undefined; disabled?: boolean } = {},
): unknown =>
  html`<button
    type="button"
    aria-label=${name}
    aria-pressed=${pressed}
    aria-description=${said ?? nothing}
    data-state=${state}
    ?disabled=${disabled}
    @click=${press}
  >
    ${icon(mark)}<span>${name}</span>
  </button>`;

/** The one bar of the room. */
export const bar = (view: RoomView, actions: RoomActions): unknown => {
  const { local, chat, hold } = view;
  const onOff = (on: boolean): string => (on ? t.room.on : t.room.off);
  // What it switched off comes back with the end of the hold.
  const held = { disabled: hold.mine !== undefined };
  const state = (on: boolean): string => (on && hold.theirs ? t.hold.mine.heading : onOff(on));
  return html`<div
    class="bar ${local.screenSupported ? 'six' : ''}"
    role="group"
    aria-label=${t.room.controls}
  >
    ${toggle(
      t.room.camera,
      local.camera,
      local.camera ? CAMERA : CAMERA_OFF,
      state(local.camera),
      () => actions.toggleCamera(),
      held,
    )}
    ${toggle(
      t.room.microphone,
      local.microphone,
      local.microphone ? MICROPHONE : MICROPHONE_OFF,
      state(local.microphone),
      () => actions.toggleMicrophone(),
      held,
    )}
    ${toggle(
      t.room.chat,
      chat.open,
      CHAT,
      chat.unread > 0 ? t.room.unread(chat.unread) : chat.open ? t.room.open : t.room.closed,
      () => actions.showChat(!chat.open),
      { said: chat.unread > 0 ? t.room.unreadSaid(chat.unread) : undefined },
    )}
    ${
      local.screenSupported
        ? toggle(
            t.room.screen,
            local.screen,
            SCREEN,
            state(local.screen),
            () => actions.toggleScreen(),
            held,
          )
        : nothing
    }
    ${toggle(t.room.pause, hold.mine === 'pause', PAUSE, onOff(hold.mine === 'pause'), () =>
      actions.hold(hold.mine === undefined ? 'pause' : undefined),
    )}
    <button type="button" class="danger" @click=${() => actions.leave()}>
      ${icon(LEAVE)}<span>${t.room.leave}</span>
    </button>
  </div>`;
};
