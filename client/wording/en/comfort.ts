/** English, for what is loaded with the call: headphones, loudspeaker, noise, one's own shared screen. */
export const comfort = {
  unplugged: 'Your headphones were unplugged. The sound is off.',
  soundOn: 'Turn the sound on',
  news: {
    in: (name: string): string => `Plugged in: ${name}`,
    out: (name: string): string => `Unplugged: ${name}`,
  },
  speaker: 'Their voice comes from',
  unnamed: (index: number): string => `Loudspeaker ${String(index)}`,
  askSpeaker: 'Choose a loudspeaker',
  noiseOut: 'Take noise out of my voice',
  screen: {
    heading: 'You are sharing this',
    picture: 'What you share',
    stop: 'Stop sharing',
    surface: {
      own: 'This is the page of your conversation. Share another window to show something else.',
      all: 'Everything on a shared screen is seen, also messages that pop up. A single window shows less.',
      part: '',
    },
    notes: 'Notes and names of other people are seen, too, if they are on it.',
  },
  unseen: {
    heard: 'They hear you. They do not see you.',
    neither: 'They neither see nor hear you.',
  },
  small: 'Their picture in a small window',
};

/** What a translation has to provide. */
export type ComfortWording = typeof comfort;
