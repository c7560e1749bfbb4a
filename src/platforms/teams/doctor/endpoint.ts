import { type Check, fault, ok, warning } from '../../../shared/check.js';

/** Milliseconds for one answer. */
const patience = 10_000;

/** Sends the bot what Teams might send, without a token: it must refuse that. */
export async function examineEndpoint(publicUrl: string | undefined): Promise<Check[]> {
  if (publicUrl === undefined) return [];
  const id = 'teams-requests';
  const url = `${publicUrl}/api/messages`;
  const unsigned = { type: 'message', channelId: 'msteams', serviceUrl: publicUrl };
  try {
    const { status, headers } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(unsigned),
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    // A proxy that asks for a password says so.
    if (status === 401 && !headers.has('www-authenticate')) {
      return [ok(id, `The bot answers at ${url}, and refuses what Microsoft has not signed.`)];
    }
    return [
      fault(
        id,
        `At ${url} something else answers (status ${status}).`,
        'Start the bot again with the same settings as here, and let the address lead to it, whole: the proxy must pass ' +
          '/api/messages on as it is.',
      ),
    ];
  } catch {
    return [
      warning(
        id,
        `Nothing answers at ${url} from here.`,
        'Start the bot, and check that the address leads to it. Seen from outside it may be in order: see when Teams was last heard of.',
      ),
    ];
  }
}
