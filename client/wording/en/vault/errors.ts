import type { VaultErrorCode } from '../../../vault/errors.ts';

type Code = VaultErrorCode | 'PASSKEY_REFUSED' | 'PASSKEY_NO_PRF';

/** What happened, what was kept, what to do next. Most can be seen while locked. */
export const errors = {
  WRONG_KEY:
    'That did not open it. Nothing was changed. Check for capital letters and spaces, and try again.',
  TOO_MANY_TRIES:
    'There were several wrong tries, so the next one has to wait. Nothing was changed. Try again when the time is over.',
  RECOVERY_WORDS:
    'These are not 24 words from the printed list, or one of them is misspelt. Nothing was changed. Compare them with your sheet and try again.',
  LOCKED:
    'It was locked in the meantime. What you had written is kept. Unlock, and go on where you were.',
  NO_VAULT:
    'There are no notes on this device. Nothing was changed. Create a vault, or put back a backup.',
  BUSY: 'Another tab is busy with the notes on this device. Nothing was changed here. Finish there or close it, then try again.',
  VAULT_EXISTS:
    'There is already a vault on this device. It was left as it is. Reload the page and unlock it.',
  HEADER_VERSION:
    'These notes were saved by a newer version of Alcove. They are untouched. Reload the page, or update Alcove, and unlock again.',
  HEADER_ALTERED:
    'The lock of the notes was altered outside of Alcove. Nothing was opened or changed. Put back your last backup.',
  KDF_WEAK:
    'The lock of the notes was set weaker than Alcove allows, which it never does itself. Nothing was opened. Put back your last backup, and change your passphrase.',
  KDF_HUGE:
    'The lock of the notes demands more memory than Alcove allows, which it never does itself. Nothing was opened. Put back your last backup.',
  TOO_MANY_SLOTS:
    'There are already as many ways in as Alcove allows. Nothing was changed. Remove one first.',
  LAST_SLOT:
    'This is the only way in. It was kept, or nobody could ever open the notes again. Add another first.',
  RECORD_MISSING:
    'This one is missing from the device’s storage. All others are kept. Put back your last backup to have it again.',
  RECORD_ALTERED:
    'This one was altered outside of Alcove and is not shown. All others are kept. Put back your last backup to have it again.',
  RECORD_ROLLED_BACK:
    'An earlier text of this one was put in its place from outside. All others are kept. Put back your last backup to have the newest again.',
  DAMAGED:
    'Something in the vault was changed from outside, so nothing more is written to it. What you wrote is still on the screen. Put back a backup, or go to Today and keep what is left.',
  NOT_FOUND:
    'It is no longer there: it may have been removed in another tab. Everything else is kept. Go back to the list.',
  CONFLICT:
    'It was saved in another tab as well. Both texts are kept. Choose which one counts, or keep both.',
  SIGNED:
    'It was signed in the meantime, so its text stays as it was then. What you typed is still on the screen. Copy it, and add it as an amendment.',
  CLIENT_IN_USE:
    'There are still notes for this client, in the bin perhaps. Everything was kept. Move or shred them first, or archive the client.',
  TOO_LARGE:
    'This is longer than one note can be. The last saved text is kept, and the rest is still on the screen. Divide it into two notes.',
  REPLACED:
    'The vault was replaced, or its keys were changed, in another tab. What is stored is kept. Reload the page and unlock again.',
  BACKUP_NOT_ONE:
    'This file is not a backup from Alcove. Nothing was changed. Choose a file that Alcove saved.',
  BACKUP_TRUNCATED:
    'The end of this backup is missing: perhaps it was not copied whole. Nothing was changed. Copy it again, or choose another.',
  BACKUP_ALTERED: 'This backup is damaged or was altered. Nothing was changed. Choose another one.',
  BACKUP_VERSION:
    'This backup was made by a newer version of Alcove. Nothing was changed. Reload the page, or update Alcove, and try again.',
  OLDER:
    'The notes on this device are newer than the backup. They were kept. To replace them nevertheless, type the words that are asked for.',
  CANCELLED: 'It was stopped, as you asked. Nothing was changed. Start it again whenever you like.',
  QUOTA:
    'This device has no room left. What was saved before is kept, and what you just wrote is still on the screen. Free some space, then save again.',
  STORAGE_BLOCKED:
    'This browser does not let the page store anything, as in a private window. Nothing was saved. Open Alcove in a normal window, or allow storage for this page.',
  STORAGE_FAILED:
    'The browser could not reach its storage. What was saved before is kept, and what you just wrote is still on the screen. Try again; if it stays so, restart the browser.',
  NO_MEMORY:
    'This device did not have enough free memory to open the lock. Nothing was changed. Close other tabs and programs, and try again.',
  NOT_LOADED:
    'A part of this page did not arrive, because there is no network or the server was updated. Nothing was changed. Reload the page and try again.',
  PASSKEY_REFUSED:
    'The passkey was not used: the request was closed, or it took too long. Nothing was changed. Try again with the key at hand.',
  PASSKEY_NO_PRF:
    'This passkey, or this browser, cannot take part in locking the notes. Nothing was changed. Go on with the passphrase alone, or use another key.',
} satisfies Record<Code, string>;
