import { fileURLToPath } from 'node:url';
import { Meeting } from '../support/meeting.ts';

const drawn = (name: string): string => fileURLToPath(new URL(`${name}.mjpeg`, import.meta.url));

/** The host's screen in the middle of a conversation, as a PNG at `path`. */
export async function take(path: `${string}.png`): Promise<void> {
  const seen = (name: string) => [`--use-file-for-fake-video-capture=${drawn(name)}`];
  const meeting = await Meeting.arrange('chromium', 'chromium', {
    hostFlags: seen('host'),
    guestFlags: seen('guest'),
  });
  try {
    const { host, guest } = meeting;
    await host.page.setViewport({ width: 1280, height: 800 });
    await meeting.begin('Video');
    await host.seesMotion();
    await host.page.screenshot({ path });
    await guest.press('Leave');
  } finally {
    await meeting.end();
  }
}
