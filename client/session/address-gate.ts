const RELAYED = / typ relay(?: |$)/i;

/**
 * Stands beside the DescriptionGate of a side that hides its network address, in both directions. What
 * leaves names relayed candidates alone and no address besides: a browser that is told to use nothing
 * but its TURN server should send no other, and this does not rely on it. Of what comes it lets relayed
 * candidates through alone, so that nothing makes this device, or its TURN server, call on any address
 * of the other side's choosing.
 */
export const addressGate = {
  /** The description without candidates that are not relayed, and with every other address blank. */
  description(sdp: string): string {
    return sdp
      .split(/\r\n|\n|\r/)
      .filter((line) => !/^a=candidate:/i.test(line) || RELAYED.test(line))
      .map((line) => blank(line))
      .join('\r\n');
  },

  /** The candidate with the address behind it blank, or undefined if it may not pass. */
  candidate(line: string): string | undefined {
    // The empty line that ends a generation of candidates says nothing.
    if (line === '') return line;
    return RELAYED.test(line) ? blank(line) : undefined;
  },
};

/** How a gate changes what is said about addresses. */
export type AddressGate = typeof addressGate;

const ADDRESS_LINE = /^((?:c=|a=rtcp:\d+ |o=\S+ \S+ \S+ )IN )IP[46] \S+/;

function blank(line: string): string {
  return line
    .replace(ADDRESS_LINE, '$1IP4 0.0.0.0')
    .replace(/ raddr \S+/i, ' raddr 0.0.0.0')
    .replace(/ rport \S+/i, ' rport 0');
}
