-- CreateTable
CREATE TABLE "HalfTerm" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT,
    "number" INTEGER NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,
    CONSTRAINT "HalfTerm_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Closure" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "schoolId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "firstDay" TEXT NOT NULL,
    "lastDay" TEXT NOT NULL,
    "note" TEXT,
    CONSTRAINT "Closure_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Commitment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "signedOn" TEXT,
    CONSTRAINT "Commitment_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Commitment_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Signature" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "commitmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    CONSTRAINT "Signature_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommitmentReview" (
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("groupId", "schoolId", "halfTerm"),
    CONSTRAINT "CommitmentReview_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CommitmentReview_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "dueAt" DATETIME NOT NULL,
    "day" TEXT NOT NULL,
    "sendAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT,
    "claim" TEXT,
    "leaseUntil" DATETIME,
    "sentAt" DATETIME,
    "messageRef" TEXT,
    "staleAt" DATETIME,
    CONSTRAINT "Delivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Snooze" (
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "until" TEXT NOT NULL,

    PRIMARY KEY ("personId", "subjectId", "chain"),
    CONSTRAINT "Snooze_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "InboxEntry" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "receivedAt" DATETIME NOT NULL,
    "reply" TEXT
);

-- CreateTable
CREATE TABLE "GapTask" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "nextMeetingId" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "round" INTEGER NOT NULL DEFAULT 0,
    "setAt" DATETIME NOT NULL,
    "setById" TEXT NOT NULL,
    CONSTRAINT "GapTask_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Prompt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "gapTaskId" TEXT NOT NULL,
    "idea" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "Prompt_gapTaskId_fkey" FOREIGN KEY ("gapTaskId") REFERENCES "GapTask" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Reflection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "gapTaskId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "quotable" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" DATETIME NOT NULL,
    "repliedAt" DATETIME,
    CONSTRAINT "Reflection_gapTaskId_fkey" FOREIGN KEY ("gapTaskId") REFERENCES "GapTask" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Reflection_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReflectionAnswer" (
    "reflectionId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("reflectionId", "promptId"),
    CONSTRAINT "ReflectionAnswer_reflectionId_fkey" FOREIGN KEY ("reflectionId") REFERENCES "Reflection" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ReflectionAnswer_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LocalMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "place" TEXT NOT NULL,
    "authorId" TEXT,
    "onlyForId" TEXT,
    "card" TEXT,
    "text" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "updatedAt" DATETIME
);

-- CreateTable
CREATE TABLE "LocalClock" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "now" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "length" INTEGER NOT NULL,
    "hostSchoolId" TEXT,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" DATETIME,
    "changedAt" DATETIME NOT NULL,
    "attendanceAt" DATETIME,
    CONSTRAINT "Meeting_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Meeting_hostSchoolId_fkey" FOREIGN KEY ("hostSchoolId") REFERENCES "School" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MeetingAnswer" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("meetingId", "personId"),
    CONSTRAINT "MeetingAnswer_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "MeetingAnswer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CoverAnswer" (
    "meetingId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("meetingId", "schoolId"),
    CONSTRAINT "CoverAnswer_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CoverAnswer_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attendance" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "present" BOOLEAN NOT NULL,

    PRIMARY KEY ("meetingId", "personId"),
    CONSTRAINT "Attendance_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Attendance_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Hub" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "schoolYear" TEXT NOT NULL,
    "zone" TEXT NOT NULL DEFAULT 'Europe/London',
    "usualWeekday" INTEGER NOT NULL DEFAULT 2,
    "usualStart" TEXT NOT NULL DEFAULT '13:00',
    "usualLength" INTEGER NOT NULL DEFAULT 180,
    "calendarSecret" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Group_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "School" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "urn" TEXT NOT NULL,
    CONSTRAINT "School_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GroupSchool" (
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("groupId", "schoolId"),
    CONSTRAINT "GroupSchool_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "GroupSchool_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hubId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "calendarSecret" TEXT NOT NULL,
    CONSTRAINT "Person_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "schoolId" TEXT,
    "stoodDownAt" DATETIME,
    CONSTRAINT "Membership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Membership_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE SET NULL ON UPDATE CASCADE
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
