-- CreateEnum
CREATE TYPE "ClosureKind" AS ENUM ('inset', 'closed');

-- CreateEnum
CREATE TYPE "ReviewAnswer" AS ENUM ('kept', 'partly', 'talk');

-- CreateEnum
CREATE TYPE "DeliveryStatus" AS ENUM ('planned', 'sending', 'sent', 'skipped', 'failed');

-- CreateEnum
CREATE TYPE "GapTaskStatus" AS ENUM ('draft', 'open', 'withdrawn');

-- CreateEnum
CREATE TYPE "ReflectionStatus" AS ENUM ('draft', 'notYet', 'didNotWork', 'done');

-- CreateEnum
CREATE TYPE "MeetingStatus" AS ENUM ('planned', 'cancelled');

-- CreateEnum
CREATE TYPE "Attending" AS ENUM ('yes', 'no', 'unsure');

-- CreateEnum
CREATE TYPE "Cover" AS ENUM ('arranged', 'talk');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('specialist', 'advocate', 'headOfDepartment', 'head', 'hubLead');

-- CreateTable
CREATE TABLE "HalfTerm" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT,
    "number" INTEGER NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,

    CONSTRAINT "HalfTerm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Closure" (
    "id" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "kind" "ClosureKind" NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "Closure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Commitment" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "signedOn" TEXT,

    CONSTRAINT "Commitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Signature" (
    "id" TEXT NOT NULL,
    "commitmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,

    CONSTRAINT "Signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommitmentReview" (
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "answer" "ReviewAnswer" NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommitmentReview_pkey" PRIMARY KEY ("groupId","schoolId","halfTerm")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "personId" TEXT,
    "chain" TEXT,
    "why" TEXT NOT NULL,
    "unasked" BOOLEAN NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "day" TEXT NOT NULL,
    "sendAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),
    "status" "DeliveryStatus" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT,
    "claim" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),
    "messageRef" TEXT,
    "staleAt" TIMESTAMP(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Snooze" (
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "until" TEXT NOT NULL,

    CONSTRAINT "Snooze_pkey" PRIMARY KEY ("personId","subjectId","chain")
);

-- CreateTable
CREATE TABLE "InboxEntry" (
    "key" TEXT NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "reply" TEXT,

    CONSTRAINT "InboxEntry_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "GapTask" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "nextMeetingId" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "status" "GapTaskStatus" NOT NULL DEFAULT 'open',
    "round" INTEGER NOT NULL DEFAULT 0,
    "setAt" TIMESTAMP(3) NOT NULL,
    "setById" TEXT NOT NULL,

    CONSTRAINT "GapTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Prompt" (
    "id" TEXT NOT NULL,
    "gapTaskId" TEXT NOT NULL,
    "idea" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Prompt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reflection" (
    "id" TEXT NOT NULL,
    "gapTaskId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "status" "ReflectionStatus" NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "quotable" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "repliedAt" TIMESTAMP(3),

    CONSTRAINT "Reflection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReflectionAnswer" (
    "reflectionId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "ReflectionAnswer_pkey" PRIMARY KEY ("reflectionId","promptId")
);

-- CreateTable
CREATE TABLE "LocalMessage" (
    "id" SERIAL NOT NULL,
    "place" TEXT NOT NULL,
    "authorId" TEXT,
    "onlyForId" TEXT,
    "card" TEXT,
    "text" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3),

    CONSTRAINT "LocalMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LocalClock" (
    "id" INTEGER NOT NULL,
    "now" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LocalClock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "length" INTEGER NOT NULL,
    "hostSchoolId" TEXT,
    "status" "MeetingStatus" NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" TIMESTAMP(3),
    "changedAt" TIMESTAMP(3) NOT NULL,
    "attendanceAt" TIMESTAMP(3),

    CONSTRAINT "Meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MeetingAnswer" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answer" "Attending" NOT NULL,
    "answeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MeetingAnswer_pkey" PRIMARY KEY ("meetingId","personId")
);

-- CreateTable
CREATE TABLE "CoverAnswer" (
    "meetingId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "answer" "Cover" NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CoverAnswer_pkey" PRIMARY KEY ("meetingId","schoolId")
);

-- CreateTable
CREATE TABLE "Attendance" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "present" BOOLEAN NOT NULL,

    CONSTRAINT "Attendance_pkey" PRIMARY KEY ("meetingId","personId")
);

-- CreateTable
CREATE TABLE "Hub" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Hub_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "schoolYear" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'Europe/London',
    "usualWeekday" INTEGER NOT NULL DEFAULT 2,
    "usualStart" TEXT NOT NULL DEFAULT '13:00',
    "usualLength" INTEGER NOT NULL DEFAULT 180,
    "calendarSecret" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "School" (
    "id" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "urn" TEXT NOT NULL,

    CONSTRAINT "School_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupSchool" (
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "GroupSchool_pkey" PRIMARY KEY ("groupId","schoolId")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "calendarSecret" TEXT NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "schoolId" TEXT,
    "stoodDownAt" TIMESTAMP(3),

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "HalfTerm_groupId_idx" ON "HalfTerm"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "Closure_schoolId_firstDay_lastDay_key" ON "Closure"("schoolId", "firstDay", "lastDay");

-- CreateIndex
CREATE UNIQUE INDEX "Commitment_groupId_schoolId_key_key" ON "Commitment"("groupId", "schoolId", "key");

-- CreateIndex
CREATE INDEX "Signature_commitmentId_idx" ON "Signature"("commitmentId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_key_key" ON "Delivery"("key");

-- CreateIndex
CREATE INDEX "Delivery_status_sendAt_idx" ON "Delivery"("status", "sendAt");

-- CreateIndex
CREATE INDEX "Delivery_staleAt_idx" ON "Delivery"("staleAt");

-- CreateIndex
CREATE INDEX "Delivery_groupId_topic_subjectId_idx" ON "Delivery"("groupId", "topic", "subjectId");

-- CreateIndex
CREATE INDEX "Delivery_personId_day_idx" ON "Delivery"("personId", "day");

-- CreateIndex
CREATE INDEX "Delivery_message_idx" ON "Delivery"("message");

-- CreateIndex
CREATE INDEX "Delivery_messageRef_idx" ON "Delivery"("messageRef");

-- CreateIndex
CREATE INDEX "InboxEntry_receivedAt_idx" ON "InboxEntry"("receivedAt");

-- CreateIndex
CREATE INDEX "GapTask_groupId_setAt_idx" ON "GapTask"("groupId", "setAt");

-- CreateIndex
CREATE INDEX "Prompt_gapTaskId_idx" ON "Prompt"("gapTaskId");

-- CreateIndex
CREATE UNIQUE INDEX "Reflection_gapTaskId_personId_key" ON "Reflection"("gapTaskId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "LocalMessage_key_key" ON "LocalMessage"("key");

-- CreateIndex
CREATE INDEX "LocalMessage_place_id_idx" ON "LocalMessage"("place", "id");

-- CreateIndex
CREATE INDEX "Meeting_groupId_startsAt_idx" ON "Meeting"("groupId", "startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Hub_name_key" ON "Hub"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Group_calendarSecret_key" ON "Group"("calendarSecret");

-- CreateIndex
CREATE UNIQUE INDEX "Group_hubId_name_schoolYear_key" ON "Group"("hubId", "name", "schoolYear");

-- CreateIndex
CREATE UNIQUE INDEX "School_hubId_urn_key" ON "School"("hubId", "urn");

-- CreateIndex
CREATE UNIQUE INDEX "Person_calendarSecret_key" ON "Person"("calendarSecret");

-- CreateIndex
CREATE UNIQUE INDEX "Person_hubId_email_key" ON "Person"("hubId", "email");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_groupId_personId_role_key" ON "Membership"("groupId", "personId", "role");

-- AddForeignKey
ALTER TABLE "HalfTerm" ADD CONSTRAINT "HalfTerm_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Closure" ADD CONSTRAINT "Closure_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Commitment" ADD CONSTRAINT "Commitment_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Commitment" ADD CONSTRAINT "Commitment_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Signature" ADD CONSTRAINT "Signature_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentReview" ADD CONSTRAINT "CommitmentReview_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommitmentReview" ADD CONSTRAINT "CommitmentReview_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Snooze" ADD CONSTRAINT "Snooze_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GapTask" ADD CONSTRAINT "GapTask_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Prompt" ADD CONSTRAINT "Prompt_gapTaskId_fkey" FOREIGN KEY ("gapTaskId") REFERENCES "GapTask"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reflection" ADD CONSTRAINT "Reflection_gapTaskId_fkey" FOREIGN KEY ("gapTaskId") REFERENCES "GapTask"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reflection" ADD CONSTRAINT "Reflection_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReflectionAnswer" ADD CONSTRAINT "ReflectionAnswer_reflectionId_fkey" FOREIGN KEY ("reflectionId") REFERENCES "Reflection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReflectionAnswer" ADD CONSTRAINT "ReflectionAnswer_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_hostSchoolId_fkey" FOREIGN KEY ("hostSchoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingAnswer" ADD CONSTRAINT "MeetingAnswer_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingAnswer" ADD CONSTRAINT "MeetingAnswer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoverAnswer" ADD CONSTRAINT "CoverAnswer_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoverAnswer" ADD CONSTRAINT "CoverAnswer_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Group" ADD CONSTRAINT "Group_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "School" ADD CONSTRAINT "School_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupSchool" ADD CONSTRAINT "GroupSchool_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupSchool" ADD CONSTRAINT "GroupSchool_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;
