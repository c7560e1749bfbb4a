import path from 'node:path';
import { packageRoot } from '../../src/shared/package-root.js';
import type { Database } from '../../src/store/client.js';

/** What the playground calls the file of its settings. */
export const settingsName = '.m365agentsplayground.yml';
/** With the specialist as the one who acts. */
export const settingsFile = path.join(packageRoot, 'examples', settingsName);

/** The playground has room for whoever uses it and exactly five others. */
const others = 5;
/** Whom it has room for, in this order: how many of each role. */
const picked = [
  ['specialist', 1],
  ['advocate', 2],
  ['head', 2],
  ['hubLead', 1],
] as const;

/** Made-up ids that look like Microsoft's. */
const tenantId = '0f5e1b7a-3c7d-4e0b-9a51-7d2c90000000';
const guid = (number: number): string => `${tenantId.slice(0, -4)}${String(number).padStart(4, '0')}`;

const idOf = (email: string): string => email.split('@')[0] ?? '';

/** What the playground calls somebody. */
export const userOf = (email: string): string => `29:${idOf(email)}`;

export interface Playing {
  name: string;
  email: string;
  role: string;
}

/** The example's group, and those of it who are in the playground; the specialist first. */
export async function pickPeople(db: Database): Promise<{ group: string; people: Playing[] }> {
  const { name: group } = await db.group.findFirstOrThrow();
  const rows = await db.membership.findMany({
    where: { stoodDownAt: null },
    include: { person: true, school: true },
    orderBy: [{ school: { urn: 'asc' } }, { person: { name: 'asc' } }],
  });
  const people = rows.map(({ person, role }) => ({ name: person.name, email: person.email, role }));
  return {
    group,
    people: picked.flatMap(([role, count]) => people.filter((one) => one.role === role).slice(0, count)),
  };
}

/**
 * What the playground reads as `.m365agentsplayground.yml`: the team of the example's Work Group, and who is in it.
 * https://learn.microsoft.com/microsoftteams/platform/toolkit/debug-your-agents-playground
 * @param name who acts
 */
export function writeSettings({ group, people }: { group: string; people: readonly Playing[] }, name: string): string {
  const users = people.map((person, index) => ({ ...person, number: index + 1 }));
  const acting = users.find((user) => user.name === name);
  if (!acting)
    throw new Error(`${name} is not in the playground. In it are ${users.map((user) => user.name).join(', ')}.`);
  const user = ({ name, email, number }: (typeof users)[number], indent: string): string =>
    [
      `id: "${userOf(email)}"`,
      `name: "${name}"`,
      `givenName: "${name.split(' ')[0]}"`,
      `surname: "${name.split(' ').slice(1).join(' ')}"`,
      `email: ${email}`,
      `userPrincipleName: ${email}`,
      `aadObjectId: ${guid(number)}`,
    ].join(`\n${indent}`);
  const rest = users.filter((one) => one !== acting).slice(0, others);
  return `# The example's Work Group in Microsoft's playground. "npm run teams:playground" starts it.
version: "0.1.1"
tenantId: ${tenantId}
bot:
  id: "28:work-group"
  name: Work Group
currentUser:
  ${user(acting, '  ')}
users:
${rest.map((one) => `  - ${user(one, '    ')}`).join('\n')}
personalChat:
  id: "a:${idOf(acting.email)}"
groupChat:
  id: "19:group-chat@thread.v2"
  name: Group chat
team:
  id: "19:general@thread.tacv2"
  name: ${group}
  aadGroupId: ${guid(100)}
  channels:
    - id: "19:work-group@thread.tacv2"
      name: work-group
`;
}
