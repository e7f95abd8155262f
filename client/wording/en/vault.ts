import { clients } from './vault/clients.ts';
import { create } from './vault/create.ts';
import { door } from './vault/door.ts';
import { editor } from './vault/editor.ts';
import { errors } from './vault/errors.ts';
import { items } from './vault/items.ts';
import { notes } from './vault/notes.ts';
import { restore } from './vault/restore.ts';
import { settings } from './vault/settings.ts';
import { today } from './vault/today.ts';

/** English, for the notes on the host's device. Whatever shows while locked says "notes" and no more. */
export const vault = {
  ...door,
  create,
  errors,
  restore,
  today,
  notes,
  editor,
  clients,
  items,
  settings,
};

/** What a translation has to provide. */
export type VaultWording = typeof vault;
