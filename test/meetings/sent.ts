import { channelNames } from '../../cards/upcoming.js';
import type { TestRouter } from '../support/router.js';

const nameOf = (test: TestRouter, personId: string | null | undefined): string =>
  test.group.members.find((member) => member.personId === personId)?.name ?? 'the channel';

/** What is planned about a subject: kind, to whom, on which day. */
export async function planned(test: TestRouter, subjectId: string): Promise<[kind: string, to: string, day: string][]> {
  const rows = await test.db.delivery.findMany({ where: { subjectId, status: 'planned' } });
  return rows
    .map((row): [string, string, string] => [row.kind, nameOf(test, row.personId), row.day])
    .sort((a, b) => a.join().localeCompare(b.join()));
}

/** To whom messages of a kind went, in order of names; somebody who got two is named twice. */
export async function sentAbout(test: TestRouter, subjectId: string, kind: string): Promise<string[]> {
  const rows = await test.db.delivery.findMany({ where: { subjectId, kind, status: 'sent' } });
  return rows.map((row) => nameOf(test, row.personId)).sort((a, b) => a.localeCompare(b));
}

/** All that stands on messages to one person, to the channel or to the heads’ channel, on which there is `words`. */
export function textTo(test: TestRouter, who: string, words = ''): string[] {
  return test.messenger.posted
    .filter(({ to }) => (to.kind === 'channel' ? channelNames[to.audience] : nameOf(test, to.personId)) === who)
    .map(({ card }) => JSON.stringify(card))
    .filter((text) => text.includes(words));
}
