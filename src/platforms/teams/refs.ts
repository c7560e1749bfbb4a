/**
 * The product's names for what is Microsoft's: tenants, accounts, conversations and messages in the database. Their
 * own have colons in them, so each part is encoded.
 */

const join = (...parts: string[]): string => ['teams', ...parts.map(encodeURIComponent)].join(':');

export const tenantRef = (tenant: string): string => join(tenant);
export const accountRef = (tenant: string, user: string): string => join(tenant, user);
/** @param conversation also with a thread in it */
export const conversationRef = (tenant: string, conversation: string): string => join(tenant, rootOf(conversation));
/** @param conversation of a channel with its thread: "19:…@thread.tacv2;messageid=1600000000000" */
export const messageRef = (tenant: string, conversation: string, message: string): string =>
  join(tenant, conversation, message);

/** The parts after "teams:"; undefined for what is not Microsoft's, or is another way to write what is. */
export function partsOf(ref: string): { tenant: string; id: string; message: string } | undefined {
  const [platform, ...parts] = ref.split(':');
  if (platform !== 'teams') return undefined;
  try {
    const decoded = parts.map(decodeURIComponent);
    const [tenant = '', id = '', message = ''] = decoded;
    return join(...decoded) === ref ? { tenant, id, message } : undefined;
  } catch {
    return undefined;
  }
}

const thread = /;messageid=(\d+)$/u;

/** A conversation without the thread in it. */
export const rootOf = (conversation: string): string => conversation.replace(thread, '');
/** The message that began the thread, in a channel. */
export const threadOf = (conversation: string): string | undefined => thread.exec(conversation)?.[1];
export const inThread = (conversation: string, message: string): string =>
  `${rootOf(conversation)};messageid=${message}`;
