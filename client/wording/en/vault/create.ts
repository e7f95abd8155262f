/** Making a vault, one question a screen; also for new words or a new passphrase later. */
export const create = {
  step: (step: number): string => `Step ${String(step)} of 4`,
  cancel: 'Not now',

  passphrase: {
    heading: 'Choose a passphrase',
    text: 'It opens your notes on this device. Nobody can reset it: not we, not your browser.',
    suggestion: 'A suggestion: six words, drawn by chance',
    use: 'Use this one',
    another: 'Another',
    used: 'The suggestion is in the field. Write it down before you go on.',
    newLabel: 'New passphrase',
    again: 'The same once more',
    differ: 'The two are not the same. Type the second one again, or press “Show”.',
    passkey: 'Require a passkey too',
    passkeyText:
      'Then it takes both to open your notes: the passphrase and a passkey, such as a security key or this device’s own. Without the key you need the recovery words. Without the key and the words, the notes are gone.',
    passkeyImpossible:
      'This browser or device cannot use a passkey for this. The passphrase alone is strong if the line above says so.',
    next: 'Continue',
  },

  recovery: {
    heading: 'Write down your recovery words',
    text: 'If you forget the passphrase, these 24 words are the only other way in. They are shown once. Nobody can reset or resend them.',
    list: 'Recovery words',
    sheet: 'Alcove recovery words',
    sheetText:
      'These 24 words open the notes on a device, in this order. Keep this sheet where you keep a passport. Whoever has it needs nothing else.',
    print: 'Print',
    printHint: 'A printer may keep a copy. Writing by hand is safer.',
    written: 'I have written them down',
  },

  confirm: {
    heading: 'Check what you wrote',
    text: 'Please type these words from your sheet.',
    word: (number: number): string => `Word ${String(number)}`,
    wrong: 'That does not match. Look at your sheet again, or have the words shown again.',
    again: 'Show the words again',
    check: 'Check',
  },

  storage: {
    heading: 'Will this browser keep your notes?',
    kept: 'Yes. The browser has promised not to clear them by itself when space runs short.',
    notKept:
      'It gave no promise. When space runs short, it could clear what pages have stored. Adding Alcove to your bookmarks or installing it as an app often changes that; you can ask again under Settings.',
    unknown: 'This browser does not say whether it keeps them.',
    always:
      'In any case, make a backup now and then: clearing the browser’s data, or losing the device, takes the notes with it.',
    finish: 'Open my notes',
  },
};
