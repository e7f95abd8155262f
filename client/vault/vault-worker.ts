import { expose } from 'comlink';
import { VaultDesk } from './vault-desk.ts';

expose(new VaultDesk());
