import { vault, type VaultWording } from './en/vault.ts';

/** Texts of the vault, in the host app alone; the guest page never loads them. */
export const vaultText: VaultWording = vault;
