import type { Rules } from '../pace.js';

/** Calls a minute that Slack allows an app in a workspace: https://docs.slack.dev/apis/web-api/rate-limits */
const tiers = { two: 20, three: 50, four: 100 } as const;

/** Methods that are not listed here are Slack's tier three. */
const listed: Readonly<Record<string, number>> = {
  'pins.add': tiers.two,
  'chat.postEphemeral': tiers.four,
  'users.info': tiers.four,
  'views.open': tiers.four,
  'views.update': tiers.four,
  'views.publish': tiers.four,
  // One a second in each channel (below), and "several hundred a minute" in a workspace.
  'chat.postMessage': 300,
};

const minute = 60_000;
const second = 1000;
/** No more than this share of a minute's calls within one second: a burst is smoothed. */
const burstShare = 0.1;

/** Each method counts for itself. */
export const slackRules: Rules = {
  lane: (method) => {
    const rate = listed[method] ?? tiers.three;
    return {
      name: method,
      windows: [
        { most: rate, within: minute },
        { most: Math.max(1, Math.floor(rate * burstShare)), within: second },
      ],
    };
  },
  place: (method) =>
    method === 'chat.postMessage' ? { name: method, windows: [{ most: 1, within: second }] } : undefined,
};
