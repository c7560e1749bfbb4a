-- CreateEnum
CREATE TYPE "FundingStatus" AS ENUM ('unconfirmed', 'confirmed', 'paid', 'declined');

-- CreateEnum
CREATE TYPE "HeadMeetingKind" AS ENUM ('heads', 'specialist', 'hub');

-- CreateEnum
CREATE TYPE "Audience" AS ENUM ('group', 'heads');

-- AlterEnum
ALTER TYPE "ReviewAnswer" ADD VALUE 'notMe';

-- DropIndex
DROP INDEX "Channel_groupId_key";

-- AlterTable
ALTER TABLE "Channel" ADD COLUMN     "audience" "Audience" NOT NULL DEFAULT 'group';

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "audience" "Audience" NOT NULL DEFAULT 'group';

-- AlterTable
ALTER TABLE "Group" ADD COLUMN     "carriesOnId" TEXT,
ADD COLUMN     "projectCode" TEXT,
ADD COLUMN     "releaseReading" TEXT,
ADD COLUMN     "template" TEXT,
ADD COLUMN     "workCode" TEXT;

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN     "personId" TEXT,
ADD COLUMN     "signedOn" TEXT;

-- CreateTable
CREATE TABLE "CommitmentAnswer" (
    "commitmentId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "answer" "ReviewAnswer" NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommitmentAnswer_pkey" PRIMARY KEY ("commitmentId","halfTerm")
);

-- CreateTable
CREATE TABLE "CommitmentNote" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "CommitmentNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundingItem" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "amount" INTEGER,
    "status" "FundingStatus" NOT NULL,
    "confirmedOn" TEXT,
    "paidOn" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "changedAt" TIMESTAMP(3) NOT NULL,
    "changedById" TEXT,

    CONSTRAINT "FundingItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HeadMeeting" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "kind" "HeadMeetingKind" NOT NULL,
    "schoolId" TEXT,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "length" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "status" "MeetingStatus" NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" TIMESTAMP(3),
    "changedAt" TIMESTAMP(3) NOT NULL,
    "plannedById" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3),
    "agreed" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "HeadMeeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HeadMeetingPerson" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answer" "Attending",
    "answeredAt" TIMESTAMP(3),
    "present" BOOLEAN,

    CONSTRAINT "HeadMeetingPerson_pkey" PRIMARY KEY ("meetingId","personId")
);

-- CreateTable
CREATE TABLE "Handover" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "schoolId" TEXT,
    "leaverId" TEXT NOT NULL,
    "successorId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "Handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HubProgramme" (
    "hubId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HubProgramme_pkey" PRIMARY KEY ("hubId","id","version")
);

-- CreateTable
CREATE TABLE "ReleaseEntry" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "halfDays" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "coverCost" INTEGER,
    "loggedById" TEXT NOT NULL,
    "loggedAt" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "ReleaseEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReleasePerson" (
    "entryId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,

    CONSTRAINT "ReleasePerson_pkey" PRIMARY KEY ("entryId","personId")
);

-- CreateTable
CREATE TABLE "TrgSession" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "focus" TEXT NOT NULL,
    "tookPart" TEXT NOT NULL,
    "decided" TEXT NOT NULL DEFAULT '',
    "loggedById" TEXT NOT NULL,
    "loggedAt" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "TrgSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpenClassroom" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "meetingId" TEXT,
    "day" TEXT NOT NULL,
    "idea" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdById" TEXT NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "OpenClassroom_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpenClassroomReturn" (
    "classroomId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "taughtOn" TEXT,
    "taught" TEXT NOT NULL DEFAULT '',
    "evaluation" TEXT NOT NULL DEFAULT '',
    "usedAgain" TEXT NOT NULL DEFAULT '',
    "embedded" TEXT NOT NULL DEFAULT '',
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "updatedById" TEXT NOT NULL,

    CONSTRAINT "OpenClassroomReturn_pkey" PRIMARY KEY ("classroomId","schoolId")
);

-- CreateTable
CREATE TABLE "Visit" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "length" INTEGER NOT NULL,
    "status" "MeetingStatus" NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" TIMESTAMP(3),
    "changedAt" TIMESTAMP(3) NOT NULL,
    "bookedById" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT '',
    "recordedAt" TIMESTAMP(3),
    "notes" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VisitKind" (
    "visitId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "VisitKind_pkey" PRIMARY KEY ("visitId","kind")
);

-- CreateTable
CREATE TABLE "LessonFeedback" (
    "visitId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "writtenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LessonFeedback_pkey" PRIMARY KEY ("visitId","personId")
);

-- CreateTable
CREATE TABLE "ActionStep" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "visitId" TEXT,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "ownerId" TEXT,
    "dueOn" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdById" TEXT NOT NULL,
    "doneAt" TIMESTAMP(3),
    "doneById" TEXT,
    "droppedAt" TIMESTAMP(3),

    CONSTRAINT "ActionStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CommitmentNote_groupId_schoolId_idx" ON "CommitmentNote"("groupId", "schoolId");

-- CreateIndex
CREATE UNIQUE INDEX "FundingItem_groupId_schoolId_key_key" ON "FundingItem"("groupId", "schoolId", "key");

-- CreateIndex
CREATE INDEX "HeadMeeting_groupId_startsAt_idx" ON "HeadMeeting"("groupId", "startsAt");

-- CreateIndex
CREATE INDEX "Handover_groupId_idx" ON "Handover"("groupId");

-- CreateIndex
CREATE INDEX "ReleaseEntry_groupId_schoolId_idx" ON "ReleaseEntry"("groupId", "schoolId");

-- CreateIndex
CREATE INDEX "TrgSession_groupId_schoolId_idx" ON "TrgSession"("groupId", "schoolId");

-- CreateIndex
CREATE INDEX "OpenClassroom_groupId_day_idx" ON "OpenClassroom"("groupId", "day");

-- CreateIndex
CREATE INDEX "Visit_groupId_startsAt_idx" ON "Visit"("groupId", "startsAt");

-- CreateIndex
CREATE INDEX "ActionStep_groupId_schoolId_idx" ON "ActionStep"("groupId", "schoolId");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_groupId_audience_key" ON "Channel"("groupId", "audience");

-- AddForeignKey
ALTER TABLE "CommitmentAnswer" ADD CONSTRAINT "CommitmentAnswer_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentNote" ADD CONSTRAINT "CommitmentNote_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentNote" ADD CONSTRAINT "CommitmentNote_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundingItem" ADD CONSTRAINT "FundingItem_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundingItem" ADD CONSTRAINT "FundingItem_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HeadMeeting" ADD CONSTRAINT "HeadMeeting_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HeadMeeting" ADD CONSTRAINT "HeadMeeting_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HeadMeetingPerson" ADD CONSTRAINT "HeadMeetingPerson_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "HeadMeeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HeadMeetingPerson" ADD CONSTRAINT "HeadMeetingPerson_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Handover" ADD CONSTRAINT "Handover_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HubProgramme" ADD CONSTRAINT "HubProgramme_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleaseEntry" ADD CONSTRAINT "ReleaseEntry_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleaseEntry" ADD CONSTRAINT "ReleaseEntry_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasePerson" ADD CONSTRAINT "ReleasePerson_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "ReleaseEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReleasePerson" ADD CONSTRAINT "ReleasePerson_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrgSession" ADD CONSTRAINT "TrgSession_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrgSession" ADD CONSTRAINT "TrgSession_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpenClassroom" ADD CONSTRAINT "OpenClassroom_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpenClassroomReturn" ADD CONSTRAINT "OpenClassroomReturn_classroomId_fkey" FOREIGN KEY ("classroomId") REFERENCES "OpenClassroom"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpenClassroomReturn" ADD CONSTRAINT "OpenClassroomReturn_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VisitKind" ADD CONSTRAINT "VisitKind_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonFeedback" ADD CONSTRAINT "LessonFeedback_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonFeedback" ADD CONSTRAINT "LessonFeedback_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionStep" ADD CONSTRAINT "ActionStep_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionStep" ADD CONSTRAINT "ActionStep_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionStep" ADD CONSTRAINT "ActionStep_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE SET NULL ON UPDATE CASCADE;
