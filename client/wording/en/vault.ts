import { host } from './host.ts';
import { clients } from './vault/clients.ts';
import { create } from './vault/create.ts';
import { door } from './vault/door.ts';
import { editor } from './vault/editor.ts';
import { errors } from './vault/errors.ts';
import { items } from './vault/items.ts';
import { notes } from './vault/notes.ts';
import { restore } from './vault/restore.ts';
import { sessions, warnings } from './vault/sessions.ts';
import { settings } from './vault/settings.ts';
import { today } from './vault/today.ts';

/** English, for the notes on the host's device. Whatever shows while locked says "notes" and no more. */
export const vault = {
  ...door,
  ...{
    create,
    errors,
    restore,
    today,
    sessions,
    warnings,
    notes,
    editor,
    clients,
    items,
    settings,
  },
  /** The same sentences wherever they stand. */
  threats: host.threats,
};

export type VaultWording = typeof vault;
