import { expose } from 'comlink';
import { listenForPage } from './derive.ts';
import { VaultDesk } from './vault-desk.ts';

listenForPage();
expose(new VaultDesk());
