import { createHmac } from 'node:crypto';
import { type Check, fault, ok, warning } from '../../../shared/check.js';
import { newSecret } from '../../../shared/ids.js';
import type { Database } from '../../../store/client.js';
import { isCurrent, SealError, unseal } from '../installing/sealed.js';
import { type Scope, scopes } from '../permissions.js';
import type { SlackSettings } from '../settings.js';
import { type Answer, askSlack, type Workspace } from './ask.js';
import { examinePeople } from './people.js';

/** Milliseconds for one answer. */
const patience = 10_000;
/** Milliseconds: Slack's requests are refused when the clocks differ by more than five minutes. */
const [noticeable, refused] = [60_000, 300_000];

export interface Examination {
  db: Database;
  settings: SlackSettings;
  publicUrl: string | undefined;
  /** This computer's own clock. */
  now: () => Date;
  /** Groups of this school year. */
  groups: readonly { id: string; name: string; hubId: string }[];
}

/** Everything about Slack that can be seen from here. */
export async function examineSlack(deps: Examination): Promise<Check[]> {
  const { db, settings, now, groups } = deps;
  const { checks: kept, candidates } = await readCandidates(deps);
  const [first] = candidates;
  const sent = now();
  const answer = await askSlack(settings.apiUrl, 'auth.test', first?.token);
  if (!answer) {
    const text = `Slack does not answer at ${new URL(settings.apiUrl).host}.`;
    return [...kept, fault('slack', text, 'Check that this computer may reach it (network, proxy, firewall).')];
  }
  const checks = [...kept, ok('slack', 'Slack answers.'), ...examineClock(answer, sent, now())];
  const workspaces: Workspace[] = [];
  for (const candidate of candidates) {
    const told = candidate === first ? answer : await askSlack(settings.apiUrl, 'auth.test', candidate.token);
    const examined = await examineToken(db, candidate, told);
    checks.push(...examined.checks);
    if (examined.workspace) workspaces.push(examined.workspace);
  }
  checks.push(
    ...examineSecret(settings),
    ...(await examineRequests(deps)),
    ...(await examineHeard(db, now(), workspaces)),
  );
  for (const group of groups) checks.push(await examinePeople(db, settings.apiUrl, group, workspaces));
  return checks;
}

interface Candidate {
  token: string;
  /** Absent for the environment's token, until Slack has said whose it is. */
  ref?: string;
}

async function readCandidates({ db, settings }: Examination): Promise<{ checks: Check[]; candidates: Candidate[] }> {
  const checks: Check[] = [];
  const candidates: Candidate[] = settings.botToken === undefined ? [] : [{ token: settings.botToken }];
  const many = settings.encryptionKeys.length > 0;
  const rows = many
    ? await db.installation.findMany({ where: { sealed: { not: null } }, orderBy: { ref: 'asc' } })
    : [];
  for (const { ref, name, sealed } of rows) {
    try {
      const kept = JSON.parse(unseal(sealed ?? '', ref, settings.encryptionKeys)) as {
        installation: { bot?: { token: string } };
      };
      if (kept.installation.bot) candidates.push({ ref, token: kept.installation.bot.token });
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      checks.push(fault(`key/${ref}`, `The token of ${name} cannot be opened.`, error.message));
    }
  }
  const old = rows.filter(({ sealed }) => !isCurrent(sealed ?? '', settings.encryptionKeys)).length;
  if (settings.encryptionKeys.length > 1) {
    checks.push(
      old > 0
        ? warning(
            'keys',
            `${old} of ${rows.length} workspaces’ tokens are still locked with ENCRYPTION_KEY_PREVIOUS.`,
            'Keep it set; each is locked anew the next time it is used.',
          )
        : warning(
            'keys',
            'No token is locked with ENCRYPTION_KEY_PREVIOUS any more.',
            'Unset it, and destroy that key.',
          ),
    );
  }
  if (candidates.length === 0 && checks.length === 0) {
    checks.push(warning('token', 'No workspace has the app yet.', 'Make a link: workgroup slack-link --hub "Name"'));
  }
  return { checks, candidates };
}

function examineClock(answer: Answer, before: Date, after: Date): Check[] {
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [];
  // Their header has whole seconds, and was written at some moment between ours.
  const off = Math.max(0, before.getTime() - theirs - 1000, theirs - after.getTime());
  if (off < noticeable) return [ok('clock', 'This computer’s clock agrees with Slack’s.')];
  const text = `This computer’s clock differs from Slack’s by ${Math.round(off / 1000)} seconds.`;
  const todo = 'Let it be set over the network (NTP).';
  return off < refused
    ? [warning('clock', text, `${todo} From 5 minutes on, everything that Slack sends is refused.`)]
    : [fault('clock', `${text} Everything that Slack sends is refused.`, todo)];
}

const tokenTodo = 'Copy “Bot User OAuth Token” again from the app’s page “OAuth & Permissions” into SLACK_BOT_TOKEN.';
const linkTodo = 'Have the app installed again there: workgroup slack-link --hub "Name"';

async function examineToken(
  db: Database,
  { token, ref: known }: Candidate,
  answer: Answer | undefined,
): Promise<{ checks: Check[]; workspace?: Workspace }> {
  const id = known === undefined ? 'token' : `token/${known}`;
  const todo = known === undefined ? tokenTodo : linkTodo;
  if (answer?.body.ok !== true || typeof answer.body.team_id !== 'string') {
    const code = String(answer?.body.error ?? 'no answer');
    const whose = known === undefined ? 'SLACK_BOT_TOKEN' : `the token of ${known}`;
    return { checks: [fault(id, `Slack does not accept ${whose} (${code}).`, todo)] };
  }
  const { team, team_id, user } = answer.body as Record<string, string>;
  const ref = known ?? `slack:${team_id}`;
  const name = team ?? ref;
  const row = await db.installation.findUnique({ where: { ref } });
  const hubs = await db.hub.findMany({ take: 2 });
  const only = known === undefined && hubs.length === 1 ? hubs[0]?.id : undefined;
  const hubId = row?.hubId ?? only;
  const checks = [ok(id, `The token is valid: “${name}”, where the bot is called ${user ?? 'Work Group'}.`)];
  checks.push(...examineScopes(answer, ref, known === undefined ? '' : ` in “${name}”`));
  if (hubId === undefined) {
    checks.push(
      warning(
        `hub/${ref}`,
        `“${name}” belongs to no Maths Hub yet, so nobody is recognised there.`,
        hubs.length === 0
          ? 'Import a roster: workgroup import roster.csv'
          : `workgroup workspaces --link ${ref.replace('slack:', '')} --hub "Name"`,
      ),
    );
  }
  return { checks, workspace: { ref, name, hubId, token } };
}

function examineScopes(answer: Answer, ref: string, where: string): Check[] {
  const given = answer.headers.get('x-oauth-scopes');
  const id = `scopes/${ref}`;
  if (given === null) return [warning(id, `Slack did not say what the app may do${where}.`, 'Nothing to do.')];
  const has = new Set(given.split(',').map((scope) => scope.trim()));
  const missing = (Object.keys(scopes) as Scope[]).filter((scope) => !has.has(scope));
  if (missing.length === 0) return [ok(id, `The app may do everything that it needs${where}.`)];
  const list = missing.map((scope) => `${scope} (${scopes[scope]})`).join('; ');
  const add =
    'Add it on the app’s page “OAuth & Permissions” under “Bot Token Scopes”, then press “Reinstall to Workspace”.';
  return [fault(id, `The app lacks permissions${where}: ${list}.`, add)];
}

function examineSecret({ signingSecret, appToken }: SlackSettings): Check[] {
  if (signingSecret === undefined) return [];
  if (/^[\da-f]{32}$/u.test(signingSecret)) return [ok('signing-secret', 'SLACK_SIGNING_SECRET looks right.')];
  const text = 'SLACK_SIGNING_SECRET does not look like one: Slack’s has 32 characters, 0 to 9 and a to f.';
  const todo = 'Copy “Signing Secret” (not “Client Secret”) again from the app’s page “Basic Information”.';
  return [appToken === undefined ? fault('signing-secret', text, todo) : warning('signing-secret', text, todo)];
}

/** Sends the bot what Slack sends when it checks an address, signed as Slack would. */
async function examineRequests({ settings, publicUrl, now }: Examination): Promise<Check[]> {
  const { signingSecret, appToken } = settings;
  if (appToken !== undefined) return [ok('requests', 'Socket mode: Slack needs no address to reach the bot.')];
  if (publicUrl === undefined || signingSecret === undefined) return [];
  const url = `${publicUrl}/slack/events`;
  const body = JSON.stringify({ type: 'url_verification', challenge: newSecret() });
  const at = Math.floor(now().getTime() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
  };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patience) });
    if (response.ok && (await response.text()).includes((JSON.parse(body) as { challenge: string }).challenge)) {
      return [ok('requests', `The bot takes requests signed by Slack at ${url}`)];
    }
    return response.status === 401
      ? [
          fault(
            'requests',
            `The bot at ${url} refuses a request that is signed with this SLACK_SIGNING_SECRET.`,
            'Start the bot again, with the same settings as here.',
          ),
        ]
      : [
          fault(
            'requests',
            `At ${url} something else answers (status ${response.status}).`,
            'Let the address lead to the bot, whole: the proxy must pass /slack/events on as it is.',
          ),
        ];
  } catch {
    return [
      warning(
        'requests',
        `Nothing answers at ${url} from here.`,
        'Start the bot, and check that the address leads to it. Seen from outside it may be in order: see when Slack was last heard of.',
      ),
    ];
  }
}

async function examineHeard(db: Database, now: Date, workspaces: readonly Workspace[]): Promise<Check[]> {
  const rows = await db.installation.findMany({ where: { ref: { in: workspaces.map(({ ref }) => ref) } } });
  return workspaces.map(({ ref, name }) => {
    const at = rows.find((row) => row.ref === ref)?.heardAt;
    if (at) return ok(`heard/${ref}`, `“${name}” was last heard of ${ago(now.getTime() - at.getTime())}.`);
    return warning(
      `heard/${ref}`,
      `Nothing that happened in “${name}” has reached the bot yet.`,
      'Type /workgroup there. If no answer comes, look at the app’s page “Event Subscriptions”: the Request URL must be your address followed by /slack/events, and “Verified”.',
    );
  });
}

function ago(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 2) return 'just now';
  if (minutes < 120) return `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}
