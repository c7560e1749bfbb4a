import { webApi } from '@slack/bolt';
import { DeliveryError, type Obstacle } from '../../delivery/messenger.js';

/** What Slack says, by what helps: https://docs.slack.dev/reference/methods/chat.postMessage#errors and its neighbours. */
const obstacles: Readonly<Record<string, Obstacle>> = {
  is_archived: 'channel-archived',
  not_in_channel: 'not-in-channel',
  channel_not_found: 'channel-gone',
  users_not_found: 'not-there',
  user_not_found: 'not-there',
  user_not_visible: 'not-there',
  user_disabled: 'left',
  cannot_dm_bot: 'blocked',
  restricted_action: 'blocked',
  restricted_action_read_only_channel: 'blocked',
  restricted_action_thread_only_channel: 'blocked',
  restricted_action_non_threadable_channel: 'blocked',
  messages_tab_disabled: 'missing-permission',
  missing_scope: 'missing-permission',
  no_permission: 'missing-permission',
  not_allowed_token_type: 'missing-permission',
  ekm_access_denied: 'missing-permission',
  team_access_not_granted: 'missing-permission',
  account_inactive: 'not-installed',
  invalid_auth: 'not-installed',
  not_authed: 'not-installed',
  token_revoked: 'not-installed',
  token_expired: 'not-installed',
  team_not_found: 'not-installed',
};

/** A message that Slack will not take in any try: a fault of ours. */
const ours = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'too_many_attachments',
]);

/** Slack's own code for what went wrong; undefined when no answer of Slack's says so. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** Milliseconds that Slack asks us to wait; undefined when it does not. */
export function retryAfterOf(error: unknown): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter * 1000;
  return codeOf(error) === 'ratelimited' || codeOf(error) === 'rate_limited' ? 1000 : undefined;
}

/** Whether Slack would say the same to every further try. */
export function isFinal(error: unknown): boolean {
  const known = toDeliveryError(error);
  return known instanceof DeliveryError && known.remedy !== 'again';
}

/** What the relay should do about an error of Slack's. */
export function toDeliveryError(error: unknown): Error {
  if (error instanceof DeliveryError) return error;
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== undefined) return new DeliveryError('again', 'Slack asked us to wait', { retryAfter });
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  const obstacle = obstacles[code];
  if (obstacle) return new DeliveryError('person', `Slack: ${code}`, { obstacle });
  if (ours.has(code)) return new DeliveryError('never', `Slack: ${code}`);
  // After “internal_error” and the like, Slack says, some of it may have been done.
  return new DeliveryError('again', `Slack: ${code}`, { unanswered: true });
}
