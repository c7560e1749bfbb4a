/** Somebody who has appeared on a platform, as it shows them. */
export interface Newcomer {
  /** The platform's own address of the account: "slack:T0123:U0456", "teams:<tenant>:<user>" */
  ref: string;
  hubId: string;
  name: string;
  email?: string | undefined;
  /** What they sign in with: at many schools the same as the email address, at some the only one that is shown. */
  principalName?: string | undefined;
  /** The group in whose channel they appeared; absent in direct messages. */
  groupId?: string | undefined;
}

/** Who they are, as far as we know. */
export interface Acquaintance {
  /** Absent: nobody we know. */
  personId?: string | undefined;
  /** Nobody we know, and those who lead a group have been asked who it is. */
  asked?: boolean;
  /** The specialist said that they have no part in the group. */
  guest: boolean;
  /** They have not been welcomed yet. */
  isNew: boolean;
}
