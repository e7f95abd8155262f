/** A person or couple or family that the therapist sees. */
export interface ClientContent {
  /** As it is shown in lists: a name, initials or a number, as the therapist likes. */
  readonly name: string;
  /** Free text: telephone, e-mail, address, whom to call. */
  readonly contact: string;
  /** Free text: date of birth, pronouns, agreements. */
  readonly about: string;
  /** No longer seen; kept, and out of the way. */
  readonly archived: boolean;
}

export interface ClientSummary {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly createdAt: number;
  /** How many notes outside the bin belong to the client, and the day of the last. */
  readonly notes: number;
  readonly lastNote?: string | undefined;
}

export interface ClientRecord extends ClientContent {
  readonly id: string;
  readonly createdAt: number;
}
