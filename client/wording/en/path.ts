/** English, for the choice of ways between the two devices. */
export const path = {
  legend: 'Your internet address',
  hidden: {
    name: 'Hide it from the other person',
    hint: 'Everything goes through a helper at the address of the link. It sees both addresses and how much passes, but cannot unlock it. A little slower. The other person’s address is hidden from you only if they choose the same.',
  },
  direct: {
    name: 'Connect directly where possible',
    hint: 'The shortest way, often with the best picture. The other person’s device sees your internet address, which tells your provider and roughly your area.',
  },
};

/** What a translation has to provide. */
export type PathWording = typeof path;
