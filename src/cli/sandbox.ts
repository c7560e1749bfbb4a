import type { Database } from '../store/client.js';

/** Stands for what its author has not shared: those words stay where they are. */
const unsaid = '…';

/**
 * Copies a group with all that belongs to it into an empty database, so that a rehearsal can run the whole product
 * and change nothing. Secret calendar addresses stay behind: a rehearsal is printed and passed round.
 * @param withDeliveries also what was planned and sent, to go on from there
 */
export async function copyGroup(from: Database, to: Database, groupId: string, withDeliveries: boolean): Promise<void> {
  const ofGroup = { where: { groupId } };
  const ofMeeting = { where: { meeting: { groupId } } };
  const ofTask = { where: { gapTask: { groupId } } };
  const group = await from.group.findUniqueOrThrow({ where: { id: groupId } });
  const inGroup = { where: { groups: { some: { groupId } } } };

  await to.hub.createMany({ data: await from.hub.findMany({ where: { id: group.hubId } }) });
  await to.group.createMany({ data: [{ ...group, calendarSecret: 'secret' }] });
  await to.school.createMany({ data: await from.school.findMany(inGroup) });
  await to.groupSchool.createMany({ data: await from.groupSchool.findMany(ofGroup) });
  const people = await from.person.findMany({ where: { memberships: { some: { groupId } } } });
  await to.person.createMany({
    data: people.map((person, index) => ({ ...person, calendarSecret: `secret-${index + 1}` })),
  });
  await to.membership.createMany({ data: await from.membership.findMany(ofGroup) });
  await to.halfTerm.createMany({ data: await from.halfTerm.findMany(ofGroup) });
  await to.closure.createMany({ data: await from.closure.findMany({ where: { school: inGroup.where } }) });
  await to.meeting.createMany({ data: await from.meeting.findMany(ofGroup) });
  await to.meetingAnswer.createMany({ data: await from.meetingAnswer.findMany(ofMeeting) });
  await to.coverAnswer.createMany({ data: await from.coverAnswer.findMany(ofMeeting) });
  await to.attendance.createMany({ data: await from.attendance.findMany(ofMeeting) });
  await to.gapTask.createMany({ data: await from.gapTask.findMany(ofGroup) });
  await to.prompt.createMany({ data: await from.prompt.findMany(ofTask) });
  const reflections = await from.reflection.findMany(ofTask);
  await to.reflection.createMany({ data: reflections });
  const answers = await from.reflectionAnswer.findMany({ where: { reflection: ofTask.where } });
  const open = new Set(reflections.filter((one) => one.shared && one.repliedAt !== null).map(({ id }) => id));
  await to.reflectionAnswer.createMany({
    data: answers.map((one) => (open.has(one.reflectionId) || one.text === '' ? one : { ...one, text: unsaid })),
  });
  await to.reflectionReader.createMany({
    data: await from.reflectionReader.findMany({ where: { reflection: ofTask.where } }),
  });
  await to.readingConsent.createMany({ data: await from.readingConsent.findMany(ofGroup) });
  await to.commitment.createMany({ data: await from.commitment.findMany(ofGroup) });
  await to.signature.createMany({ data: await from.signature.findMany({ where: { commitment: { groupId } } }) });
  await to.commitmentReview.createMany({ data: await from.commitmentReview.findMany(ofGroup) });
  await to.fundingItem.createMany({ data: await from.fundingItem.findMany(ofGroup) });
  await to.releaseEntry.createMany({ data: await from.releaseEntry.findMany(ofGroup) });
  await to.releasePerson.createMany({ data: await from.releasePerson.findMany({ where: { entry: { groupId } } }) });
  await to.snooze.createMany({ data: await from.snooze.findMany(ofGroup) });
  await to.contribution.createMany({ data: await from.contribution.findMany(ofGroup) });
  await to.question.createMany({ data: await from.question.findMany(ofGroup) });
  await to.account.createMany({ data: await from.account.findMany({ where: knownOrNot(group.hubId, people) }) });
  if (withDeliveries) await to.delivery.createMany({ data: await from.delivery.findMany(ofGroup) });
}

/** Accounts of the people, and of those whom somebody is to name. */
const knownOrNot = (hubId: string, people: readonly { id: string }[]) => ({
  hubId,
  OR: [{ personId: null }, { personId: { in: people.map(({ id }) => id) } }],
});
