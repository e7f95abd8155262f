import { html, nothing } from 'lit';
import { MICROPHONE, MICROPHONE_OFF, icon } from '../../icons/icons.ts';
import type { RoomView } from '../../state/room-view.ts';
import { t } from '../../wording/index.ts';

/** What the room looks like: a picture, two voices, or writing alone. */
export type Layout = 'picture' | 'voice' | 'chat';

/**
 * `chat` only while nobody shows a picture and this person has chosen to write (or nothing yet): a
 * muted voice call must not turn into a page of text.
 */
export function layoutOf({ local, remote, chat, devices }: RoomView): Layout {
  if (remote.screen || remote.camera) return 'picture';
  const writing = (devices.choice ?? 'chat') === 'chat' && !local.microphone && !local.camera;
  return writing && chat.open && !local.screen ? 'chat' : 'voice';
}

const picture = (stream: MediaStream, label: string, name: string): unknown =>
  html`<video
    class=${name}
    autoplay
    playsinline
    .muted=${true}
    .srcObject=${stream}
    aria-label=${label}
  ></video>`;

const voice = (
  name: string,
  label: string,
  on: boolean,
  stream: MediaStream | undefined,
): unknown =>
  html`<div class="voice ${on ? 'live' : ''}">
    <span class="mark">${icon(on ? MICROPHONE : MICROPHONE_OFF)}</span>
    <span class="name">${name}</span>
    ${
      on && stream?.getAudioTracks()[0] !== undefined
        ? html`<alcove-level .track=${stream.getAudioTracks()[0]} label=${label}></alcove-level>`
        : nothing
    }
    <span class="small soft">${on ? t.room.microphoneOn : t.room.microphoneOff}</span>
  </div>`;

/** What is happening while the two devices are not joined, and that nobody has to do anything. */
export const connection = (link: RoomView['link']): unknown =>
  link === 'connected'
    ? nothing
    : html`<div class="connection panel">
        <h2>${t.room.link[link]}</h2>
        <p>${t.room.linkMore[link]}</p>
      </div>`;

/** The other person, as large as there is room for; then oneself. */
export const stage = (view: RoomView, self: { away: boolean; toggle(): void }): unknown => {
  const { local, remote } = view;
  const screen = remote.screen ? remote.screenStream : undefined;
  const camera = remote.camera ? remote.cameraStream : undefined;
  const pictured = screen !== undefined || camera !== undefined;
  return html`<div class="stage">
    ${
      screen !== undefined
        ? picture(screen, t.room.screenThem, 'main whole')
        : camera !== undefined
          ? picture(camera, t.room.videoThem, 'main')
          : html`<div class="voices">
              ${voice(t.room.them, t.room.levelThem, remote.microphone, remote.audioStream)}
              ${voice(t.room.you, t.room.levelYou, local.microphone, local.microphoneStream)}
            </div>`
    }
    ${
      screen !== undefined && camera !== undefined
        ? picture(camera, t.room.videoThem, 'beside')
        : nothing
    }
    ${
      pictured
        ? html`<p class="who">
            ${t.room.them}${
              remote.microphone
                ? nothing
                : html` <span class="row">${icon(MICROPHONE_OFF)}${t.room.microphoneOff}</span>`
            }
          </p>`
        : nothing
    }
    ${
      local.camera && local.cameraStream !== undefined
        ? html`<alcove-self
            .stream=${local.cameraStream}
            ?away=${self.away}
            @away=${() => self.toggle()}
          ></alcove-self>`
        : nothing
    }
  </div>`;
};
