import { network, type NetworkWording } from './en/network.ts';

/** Texts about the network of a call, which both pages load only in one. */
export const networkText: NetworkWording = network;
